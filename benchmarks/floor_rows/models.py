import uuid

from django.db import models


class Row(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.UUIDField()
    at = models.IntegerField()
    words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["owner", "-at"], name="row_owner")]
