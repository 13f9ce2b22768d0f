"""The words of a card's forms, in English and in Spanish.

The Spanish is shown once the group has named who read it (`settings/spanish/`), and until either
changes: both are hashed together.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache

Words = Mapping[str, str]
WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
}
DAYS = {"en": "{weekday}, {month} {day}", "es": "el {weekday} {day} de {month}"}
NUMBERS = {
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "es": ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
}

ENGLISH: Words = {
    "other_language": "Español",
    "ask": "Ask for an appointment",
    "ask_lede": "Your name and how to reach you: that is all. Nobody asks here why you come.",
    "send": "Send someone",
    "send_lede": "For the office: who is coming, so that we call them.",
    "name": "Your name",
    "their_name": "Their first name",
    "phone": "Phone",
    "their_phone": "Their phone",
    "email": "Email",
    "one_of_two": "A phone number or an email address; one is enough.",
    "best_time": "Best time to call",
    "insurer": "Insurance",
    "insurer_help": "The company’s name, or “none”.",
    "no_health": "Please write nothing about health here.",
    "sender": "Your name, at the office",
    "will_call": "They will call by themselves",
    "will_call_help": "Then no number is needed.",
    "urgent": "Is it urgent?",
    "urgent_no": "No",
    "urgent_yes": "Yes, today if it can be",
    "urgent_help": (
        "Nobody watches this page at night. In a crisis do not wait for us: call or text 988, "
        "or 911 in danger."
    ),
    "agree": "You may call or write to me about an appointment.",
    "they_agree": "They know that I pass this on, and agree to be called.",
    "kept": (
        "What you write goes to this practice alone. It is kept encrypted, for arranging an "
        "appointment."
    ),
    "question": "So that we know you are a person: how much is {one} plus {two}? A number.",
    "website": "Leave this empty",
    "send_it": "Send it",
    "back": "Back to the page",
    "thanks": "Thank you",
    "hear_by": "You will hear from us by {day}: that is within one business day.",
    "they_hear_by": "We call them by {day}: that is within one business day.",
    "urgent_by": "We call them by {day}, as it is urgent.",
    "they_call": "We expect their call, and keep a place in mind for two weeks.",
    "if_not": "If you hear nothing by then, please call us.",
    "missing": "Please fill this in.",
    "bad_email": "This does not look like an email address.",
    "reach": "Please give a phone number or an email address.",
    "reach_them": "Please give their phone number, or tick that they will call.",
    "tick": "Please tick this, so that we may call.",
    "not_proven": "Please answer the question above the button, and send it once more.",
    "expired": "This page stood open for long. Nothing is lost: please send it once more.",
    "left_empty": "The field that stays empty was filled in. Please empty it and send once more.",
    "crisis": "In a crisis, call or text 988, day or night. In danger, call 911.",
}
SPANISH: Words = {
    "other_language": "English",
    "ask": "Pedir una cita",
    "ask_lede": (
        "Su nombre y cómo comunicarnos con usted: eso es todo. Aquí nadie pregunta el motivo."
    ),
    "send": "Enviar a alguien",
    "send_lede": "Para el consultorio: quién viene, para que le llamemos.",
    "name": "Su nombre",
    "their_name": "Nombre de pila de la persona",
    "phone": "Teléfono",
    "their_phone": "Teléfono de la persona",
    "email": "Correo electrónico",
    "one_of_two": "Un teléfono o un correo electrónico; basta con uno.",
    "best_time": "Mejor hora para llamar",
    "insurer": "Seguro médico",
    "insurer_help": "El nombre de la compañía, o “ninguno”.",
    "no_health": "Por favor, no escriba aquí nada sobre salud.",
    "sender": "Su nombre, en el consultorio",
    "will_call": "La persona llamará por su cuenta",
    "will_call_help": "Entonces no hace falta un número.",
    "urgent": "¿Es urgente?",
    "urgent_no": "No",
    "urgent_yes": "Sí, hoy si es posible",
    "urgent_help": (
        "Nadie vigila esta página de noche. En una crisis no espere: llame o envíe un mensaje de "
        "texto al 988, o llame al 911 si hay peligro."
    ),
    "agree": "Pueden llamarme o escribirme sobre una cita.",
    "they_agree": "La persona sabe que paso estos datos y acepta que le llamen.",
    "kept": (
        "Lo que escribe llega solo a este consultorio. Se guarda cifrado, para concertar una cita."
    ),
    "question": (
        "Para saber que usted es una persona: ¿cuánto es {one} más {two}? Escriba un número."
    ),
    "website": "Deje esto vacío",
    "send_it": "Enviar",
    "back": "Volver a la página",
    "thanks": "Gracias",
    "hear_by": "Tendrá noticias nuestras a más tardar {day}: dentro de un día hábil.",
    "they_hear_by": "Llamaremos a la persona a más tardar {day}: dentro de un día hábil.",
    "urgent_by": "Llamaremos a la persona a más tardar {day}, porque es urgente.",
    "they_call": "Esperamos su llamada y tendremos en cuenta un lugar durante dos semanas.",
    "if_not": "Si para entonces no tiene noticias, por favor llámenos.",
    "missing": "Por favor, complete esto.",
    "bad_email": "Esto no parece un correo electrónico.",
    "reach": "Por favor, dé un teléfono o un correo electrónico.",
    "reach_them": "Por favor, dé su teléfono o marque que la persona llamará.",
    "tick": "Por favor, marque esto para que podamos llamar.",
    "not_proven": "Por favor, responda la pregunta sobre el botón y envíe otra vez.",
    "expired": (
        "Esta página estuvo abierta mucho tiempo. No se perdió nada: por favor, envíe otra vez."
    ),
    "left_empty": "Se llenó el campo que debe quedar vacío. Por favor, vacíelo y envíe otra vez.",
    "crisis": (
        "En una crisis, llame o envíe un mensaje de texto al 988, de día o de noche. En peligro, "
        "llame al 911."
    ),
}
WORDS: Mapping[str, Words] = {"en": ENGLISH, "es": SPANISH}


@cache
def words_hash() -> str:
    """Return which words these are: a review of others does not stand for them."""
    return hashlib.sha256(json.dumps([WORDS, WEEKDAYS, MONTHS, DAYS, NUMBERS]).encode()).hexdigest()


def a_day(day: date, language: str) -> str:
    """Return a day as it is said: Tuesday, January 6."""
    weekday, month = WEEKDAYS[language][day.weekday()], MONTHS[language][day.month - 1]
    return DAYS[language].format(weekday=weekday, month=month, day=day.day)
