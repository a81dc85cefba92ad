"""Pictures that come in: drawn anew, so that nothing but what can be seen is kept. No place, no device, no second picture."""

import io
import warnings

from django import forms
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

LONGEST = 2000  # pixels of the longer side: enough to read a page of paper
PIXELS = 60_000_000  # of a picture that is opened at all: a phone's camera makes up to 50 million
BYTES = 12_000_000
TAKEN = ("JPEG", "PNG", "WEBP")


class NoPicture(ValueError):
    """It is no picture that we can open."""


def drawn_anew(data: bytes) -> bytes:
    """A JPEG of at most 2,000 pixels a side, upright, without anything that was written beside the picture (EXIF and the
    like: where and when it was taken, with which phone). Raises NoPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=TAKEN) as came:
                if came.width * came.height > PIXELS:
                    raise NoPicture
                came.draft("RGB", (LONGEST, LONGEST))
                upright = ImageOps.exif_transpose(came)
                upright.thumbnail((LONGEST, LONGEST))
                paper = Image.new("RGB", upright.size, "white")
                whole = upright.convert("RGBA")
                paper.paste(whole, mask=whole)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombWarning, Image.DecompressionBombError) as wrong:
        raise NoPicture from wrong
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=80)
    return out.getvalue()


class PictureField(forms.FileField):
    """A picture, drawn anew; its clean value is the bytes of a JPEG."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    default_error_messages = {
        "required": _("Choose a picture first. One that is larger than 12 MB does not come through."),
        "picture": _("This is no picture that we can open. Take a photo of the paper, or scan it as JPEG or PNG."),
    }

    def clean(self, data, initial=None):
        came = super().clean(data, initial)
        try:
            return drawn_anew(came.read())
        except NoPicture:
            raise forms.ValidationError(self.error_messages["picture"], code="picture") from None
