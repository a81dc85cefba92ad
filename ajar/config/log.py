"""What a log line may hold."""

import logging


class NoWords(logging.Filter):
    """Keeps values out of the log (I-15): only where and what kind, never the exception's own text."""

    def filter(self, record):
        if record.exc_info and record.exc_info[0]:
            kind, _error, trace = record.exc_info
            where = ""
            while trace:
                where, trace = (
                    f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}",
                    trace.tb_next,
                )
            record.msg, record.args = "%s at %s", (kind.__name__, where)
            record.exc_info = record.exc_text = None
        elif record.name.startswith("django"):
            record.msg, record.args = "%s", (f"status {getattr(record, 'status_code', '')}",)
        return True
