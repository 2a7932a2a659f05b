"""Hours are in a zone of the zone database, as chapters are."""

from django.db import migrations, models

NAMES = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
}


def rename(apps, schema_editor):
    contacts = apps.get_model("contacts", "Contact").objects.all()
    for word, name in NAMES.items():
        contacts.filter(time_zone=word).update(time_zone=name)
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="contacts", content_type__model="contact"
    )
    for revision in revisions.iterator():
        word = revision.content.get("time_zone")
        if word in NAMES:
            revision.content["time_zone"] = NAMES[word]
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        # The column stays as it is: what may stand there is the form's to say.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="contact",
                    name="time_zone",
                    field=models.CharField(
                        choices=[
                            ("America/New_York", "Eastern time"),
                            ("America/Chicago", "Central time"),
                            ("America/Denver", "Mountain time"),
                            ("America/Los_Angeles", "Pacific time"),
                        ],
                        default="America/New_York",
                        help_text="That of the hours above.",
                        max_length=40,
                        verbose_name="time zone",
                    ),
                ),
            ],
        ),
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
