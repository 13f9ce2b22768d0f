"""What a clinician's specialty means here: Care Compare's exact words, nothing guessed.

Words of our own stand where a taxonomy says what Care Compare cannot: data/taxonomy.csv.
"""

PHYSICIANS = {
    "FAMILY PRACTICE": "family_medicine",
    "FAMILY MEDICINE": "family_medicine",
    "INTERNAL MEDICINE": "internal_medicine",
    "OBSTETRICS/GYNECOLOGY": "obstetrics_gynecology",
    "GENERAL PRACTICE": "general_practice",
    "GERIATRIC MEDICINE": "geriatrics",
}

UNCLEAR = {
    "NURSE PRACTITIONER": "nurse_practitioner",
    "PHYSICIAN ASSISTANT": "physician_assistant",
}

# Primary care that only a taxonomy tells.
PEDIATRICS, MIDWIFERY = "pediatrics", "midwifery"
OF_PHYSICIANS = (*dict.fromkeys(PHYSICIANS.values()), PEDIATRICS)

# Singular and plural, for the reasons; the order is that of the rules.
NOUNS = {
    "family_medicine": ("family physician", "family physicians"),
    "internal_medicine": ("internist", "internists"),
    "obstetrics_gynecology": ("OB/GYN", "OB/GYNs"),
    "general_practice": ("general practitioner", "general practitioners"),
    "geriatrics": ("geriatrician", "geriatricians"),
    PEDIATRICS: ("pediatrician", "pediatricians"),
    MIDWIFERY: ("midwife", "midwives"),
    "nurse_practitioner": ("nurse practitioner", "nurse practitioners"),
    "physician_assistant": ("physician assistant", "physician assistants"),
}

INPATIENT = (
    "EMERGENCY MEDICINE",
    "HOSPITALIST",
    "ANESTHESIOLOGY",
    "CERTIFIED REGISTERED NURSE ANESTHETIST (CRNA)",
    "DIAGNOSTIC RADIOLOGY",
    "PATHOLOGY",
    "GENERAL SURGERY",
    "CRITICAL CARE (INTENSIVISTS)",
)

MENTAL_HEALTH = (
    "CLINICAL SOCIAL WORKER",
    "MENTAL HEALTH COUNSELOR",
    "CLINICAL PSYCHOLOGIST",
    "PSYCHOLOGIST, CLINICAL",
    "MARRIAGE AND FAMILY THERAPIST",
    "PSYCHIATRY",
    "GERIATRIC PSYCHIATRY",
    "NEUROPSYCHIATRY",
    "ADDICTION MEDICINE",
    "PSYCHIATRIC NURSE PRACTITIONER",
)

# Everyone else who is no physician. Listed this way round because Medicare adds physicians'
# specialties nearly every year, and these hardly ever.
OTHER_PROFESSIONS = (
    "ANESTHESIOLOGY ASSISTANT",
    "CERTIFIED CLINICAL NURSE SPECIALIST (CNS)",
    "CERTIFIED NURSE MIDWIFE (CNM)",
    "CERTIFIED REGISTERED NURSE ANESTHETIST (CRNA)",
    "CHIROPRACTIC",
    "CLINICAL NURSE SPECIALIST, PRIMARY CARE",
    "CLINICAL NURSE SPECIALIST, SPECIALTY",
    "CLINICAL PSYCHOLOGIST",
    "CLINICAL SOCIAL WORKER",
    "MARRIAGE AND FAMILY THERAPIST",
    "MENTAL HEALTH COUNSELOR",
    "NURSE PRACTITIONER, PRIMARY CARE",
    "NURSE PRACTITIONER, SPECIALTY",
    "OCCUPATIONAL THERAPIST IN PRIVATE PRACTICE",
    "OPTOMETRY",
    "PHYSICAL THERAPIST IN PRIVATE PRACTICE",
    "PHYSICIAN ASSISTANT, PRIMARY CARE",
    "PHYSICIAN ASSISTANT, SPECIALTY",
    "PODIATRY",
    "PSYCHIATRIC NURSE",
    "PSYCHIATRIC NURSE PRACTITIONER",
    "PSYCHOLOGIST, CLINICAL",
    "QUALIFIED AUDIOLOGIST",
    "QUALIFIED SPEECH LANGUAGE PATHOLOGIST",
    "REGISTERED DIETITIAN OR NUTRITION PROFESSIONAL",
)

# For "beside 3 cardiologists"; a specialty without a noun here is counted among "other physicians".
PHYSICIAN_NOUNS = {
    "ALLERGY/IMMUNOLOGY": "allergist",
    "CARDIOVASCULAR DISEASE (CARDIOLOGY)": "cardiologist",
    "CARDIAC ELECTROPHYSIOLOGY": "cardiologist",
    "INTERVENTIONAL CARDIOLOGY": "cardiologist",
    "DERMATOLOGY": "dermatologist",
    "DIAGNOSTIC RADIOLOGY": "radiologist",
    "EMERGENCY MEDICINE": "emergency physician",
    "ENDOCRINOLOGY": "endocrinologist",
    "GASTROENTEROLOGY": "gastroenterologist",
    "GENERAL SURGERY": "surgeon",
    "HEMATOLOGY/ONCOLOGY": "oncologist",
    "HOSPITALIST": "hospitalist",
    "MEDICAL ONCOLOGY": "oncologist",
    "NEPHROLOGY": "nephrologist",
    "NEUROLOGY": "neurologist",
    "NEUROSURGERY": "neurosurgeon",
    "OPHTHALMOLOGY": "ophthalmologist",
    "ORTHOPEDIC SURGERY": "orthopedic surgeon",
    "OTOLARYNGOLOGY": "ear, nose and throat doctor",
    "PATHOLOGY": "pathologist",
    "PEDIATRIC MEDICINE": "pediatrician",
    "PSYCHIATRY": "psychiatrist",
    "PULMONARY DISEASE": "lung doctor",
    "RADIATION ONCOLOGY": "oncologist",
    "RHEUMATOLOGY": "rheumatologist",
    "UROLOGY": "urologist",
    "VASCULAR SURGERY": "vascular surgeon",
}

PRIMARY_CARE = PHYSICIANS | UNCLEAR
