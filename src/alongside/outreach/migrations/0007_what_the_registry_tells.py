from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0005_the_paper"),
    ]

    operations = [
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
