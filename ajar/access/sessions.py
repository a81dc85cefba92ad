"""Sessions in the database under a digest of their key: who reads the table cannot walk in with what stands there."""

import hashlib

from django.contrib.sessions.backends import db

from ajar.access.compiled import compiled, now


def hashed(session_key: str) -> str:
    """What is kept of a session's key: 160 bits of its SHA-256 (the key has more than that)."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:40]


def _sign_ins(session_key):
    from ajar.access.models import SignIn

    return SignIn.objects.filter(session_key=hashed(session_key))


@compiled
def _open_session(digest):
    return SessionStore.get_model_class().objects.filter(session_key=digest, expire_date__gt=now())


class SessionStore(db.SessionStore):
    """The sign-in behind a session goes where its key goes, and ends with it."""

    def _get_session_from_db(self):
        row = _open_session.first(hashed(self.session_key))
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key):
        return self.model.objects.filter(session_key=hashed(session_key)).exists()

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.session_key = hashed(row.session_key)
        return row

    def delete(self, session_key=None):
        if session_key := session_key or self.session_key:
            _sign_ins(session_key).delete()
            self.model.objects.filter(session_key=hashed(session_key)).delete()

    def cycle_key(self):
        words, old = self._session, self.session_key
        self.create()
        self._session_cache = words
        if old:
            _sign_ins(old).update(session_key=hashed(self.session_key))
            self.delete(old)
