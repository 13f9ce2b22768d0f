from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0010_own_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="latitude",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="candidate",
            name="longitude",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="ranking",
            name="latitude",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="ranking",
            name="longitude",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="territoryload",
            name="made_of",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="territoryload",
            name="source",
            field=models.CharField(
                choices=[
                    ("file", "Medicare's clinicians file"),
                    ("registry", "NPI Registry"),
                    ("built", "built folder"),
                ],
                default="file",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="practice",
            name="specialty",
            field=models.CharField(
                choices=[
                    ("family_medicine", "family medicine"),
                    ("internal_medicine", "internal medicine"),
                    ("obstetrics_gynecology", "obstetrics gynecology"),
                    ("general_practice", "general practice"),
                    ("geriatrics", "geriatrics"),
                    ("pediatrics", "pediatrics"),
                    ("midwifery", "midwifery"),
                    ("nurse_practitioner", "nurse practitioner"),
                    ("physician_assistant", "physician assistant"),
                    ("other", "other"),
                ],
                max_length=40,
            ),
        ),
    ]
