"""What a clinician's specialty means here: Care Compare's exact words, nothing guessed."""

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

# Singular and plural, for the reasons; the order is that of the rules.
NOUNS = {
    "family_medicine": ("family physician", "family physicians"),
    "internal_medicine": ("internist", "internists"),
    "obstetrics_gynecology": ("OB/GYN", "OB/GYNs"),
    "general_practice": ("general practitioner", "general practitioners"),
    "geriatrics": ("geriatrician", "geriatricians"),
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
)

# Everyone else who is no physician. Listed this way round because Medicare adds physicians'
# specialties nearly every year, and these hardly ever.
OTHER_PROFESSIONS = (
    "ANESTHESIOLOGY ASSISTANT",
    "CERTIFIED CLINICAL NURSE SPECIALIST (CNS)",
    "CERTIFIED NURSE MIDWIFE (CNM)",
    "CERTIFIED REGISTERED NURSE ANESTHETIST (CRNA)",
    "CHIROPRACTIC",
    "CLINICAL PSYCHOLOGIST",
    "CLINICAL SOCIAL WORKER",
    "MARRIAGE AND FAMILY THERAPIST",
    "MENTAL HEALTH COUNSELOR",
    "OCCUPATIONAL THERAPIST IN PRIVATE PRACTICE",
    "OPTOMETRY",
    "PHYSICAL THERAPIST IN PRIVATE PRACTICE",
    "PODIATRY",
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
