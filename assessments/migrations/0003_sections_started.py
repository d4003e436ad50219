"""Sections that have answers are in progress."""

from django.db import migrations


def start_sections_with_answers(apps, schema_editor):
    sections = apps.get_model("assessments", "Section").objects.filter(answers__changed_at__isnull=False)
    apps.get_model("assessments", "Section").objects.filter(pk__in=sections.values("pk")).update(state="in_progress")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_working_together")]

    operations = [migrations.RunPython(start_sections_with_answers, migrations.RunPython.noop)]
