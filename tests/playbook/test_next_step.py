"""What stands around the day: whom to ask, what to bring, what to say, what else is owed."""

from alongside.playbook.history import Leave, Office, Policy, Question, Specialty
from alongside.playbook.kits import Kit
from tests.playbook.story import (
    answer,
    by_hand,
    client,
    day,
    declined,
    front_desk,
    handed,
    introduced,
    met,
    met_manager,
    own_doctor,
    shut,
    walked,
)

NOBODY = met("2026-01-05", handouts_left=5, cards_left=10, question=Question.HAS_NOBODY)


def test_the_handout_and_cards_count_over_several_visits() -> None:
    told = by_hand(met("2026-01-05", handouts_left=5), met("2026-01-12", cards_left=10))
    assert answer(told).step == 3


def test_what_the_front_desk_took_does_not_count() -> None:
    told = by_hand(front_desk("2026-01-05", handouts_left=5, cards_left=10))
    assert answer(told).step == 2


def test_visits_told_out_of_order_are_read_by_their_days() -> None:
    told = [handed("2026-01-05"), met("2026-02-05", question=Question.HAS_THERAPIST)]
    assert answer(by_hand(*told)) == answer(by_hand(*reversed(told)))


# Whom to ask for


def test_step_1_asks_for_the_prescriber() -> None:
    assert answer(own_doctor()).ask_first == ("prescriber",)


def test_step_2_asks_for_the_prescriber_then_the_manager() -> None:
    assert answer(by_hand()).ask_first == ("prescriber", "business manager")


def test_later_steps_ask_for_the_manager_first_until_met_once() -> None:
    assert answer(by_hand(handed("2026-01-05"))).ask_first == ("business manager", "prescriber")
    met_both = by_hand(handed("2026-01-05", manager_met=True))
    assert answer(met_both).ask_first == ("prescriber", "business manager")


def test_step_5_asks_the_client_until_released_and_says_nothing_at_the_office() -> None:
    unasked = answer(client())
    assert unasked.ask_first == ("client",)
    assert unasked.say == ()
    released = answer(client(released_on="2026-01-05"))
    assert released.ask_first == ("prescriber",)
    assert "signed a release" in released.say[0]


# What to bring


def test_five_handouts_and_ten_cards_go_along() -> None:
    assert answer(by_hand()).bring == Kit(5, 10, 0)


def test_step_5_takes_one_handout() -> None:
    assert answer(client()).bring == Kit(1, 10, 0)


def test_the_availability_card_goes_along_until_the_next_visit_that_meets_someone() -> None:
    assert answer(by_hand(NOBODY)).bring.availability_cards == 1
    assert answer(by_hand(NOBODY, shut("2026-02-05"))).bring.availability_cards == 1
    assert answer(by_hand(NOBODY, met("2026-02-05"))).bring.availability_cards == 0


# What to say


def test_the_next_move_of_an_answer_is_said_at_whatever_comes_next() -> None:
    for question in Question:
        told = by_hand(handed("2026-01-05", question=question))
        assert len(answer(told).say) == len(answer(by_hand(handed("2026-01-05"))).say) + (
            1 if question.is_warm else 0
        )


def test_the_question_is_said_at_step_3_until_it_is_answered() -> None:
    asked = by_hand(handed("2026-01-05", question=Question.HAS_THERAPIST))
    assert "Ten seconds" in answer(by_hand(handed("2026-01-05"))).say[-1]
    assert not any("Ten seconds" in line for line in answer(asked).say)


def test_the_question_is_not_said_at_keep_warm() -> None:
    assert not any("Ten seconds" in line for line in answer(by_hand(*walked())).say)


def test_an_unknown_way_of_taking_referrals_is_the_first_thing_to_ask() -> None:
    assert "fax or portal" in answer(by_hand(handed("2026-01-05"))).say[0]
    noted = by_hand(handed("2026-01-05", referral_way_noted=True))
    assert not any("fax or portal" in line for line in answer(noted).say)


def test_an_introduction_opens_with_the_name_of_who_made_it() -> None:
    assert answer(introduced(introduced_by="Dr. Ames")).say[0].startswith("Dr. Ames told me")
    assert answer(introduced()).say[0].startswith("A colleague told me")


def test_the_explanation_of_step_1_is_said_where_step_1_was_not_walked() -> None:
    assert "medicine alone" in answer(by_hand()).say[0]
    done = own_doctor(met("2026-01-05", leave=Leave.GIVEN))
    assert not any("medicine alone" in line for line in answer(done).say)


def test_step_4_asks_an_internist_for_an_ob_gyn_and_the_other_way_round() -> None:
    asked = (handed("2026-01-05"), met("2026-02-05", question=Question.HAS_THERAPIST))
    says = {
        kind: answer(by_hand(*asked, specialty=kind)).say[-1]
        for kind in (
            Specialty.INTERNAL_MEDICINE,
            Specialty.OBSTETRICS_GYNECOLOGY,
            Specialty.GERIATRICS,
        )
    }
    assert "OB/GYN" in says[Specialty.INTERNAL_MEDICINE]
    assert "internist or family physician" in says[Specialty.OBSTETRICS_GYNECOLOGY]
    assert says[Specialty.GERIATRICS].startswith("Which practice")


def test_after_a_client_s_no_no_line_speaks_of_a_client() -> None:
    told = answer(client(client_said_no_on="2026-01-06", released_on="2026-01-05"))
    assert not any("patient in common" in line or "release" in line for line in told.say)


def test_a_closed_door_has_nobody_to_ask_and_nothing_to_bring_or_say() -> None:
    told = answer(by_hand(met("2026-01-05", favourite="Elm Street"), declined("2026-01-06")))
    assert (told.ask_first, told.bring, told.say, told.duties) == ((), Kit(), (), ())


def test_how_an_office_receives_visitors_is_told() -> None:
    certain = Office(Policy.CERTAIN_DAYS, frozenset({1, 3}))
    assert "Tuesday, Thursday" in answer(by_hand(office=certain)).why
    assert "ring for a time" in answer(by_hand(office=Office(Policy.APPOINTMENT))).why
    assert "by letter and phone" in answer(by_hand(office=Office(Policy.NEVER))).why


# Duties beside the next visit


def test_thanks_are_due_2_days_later_on_a_working_day() -> None:
    (thanks,) = answer(by_hand(met("2026-01-15", favourite="Elm Street"))).duties
    assert (thanks.kind, thanks.due_on, thanks.to) == (
        "thank_introducer",
        day("2026-01-20"),  # the 17th is a Saturday, the 19th a holiday
        "prescriber",
    )


def test_thanks_go_to_the_kind_of_contact_that_was_met() -> None:
    (thanks,) = answer(by_hand(met_manager("2026-01-15", favourite="Elm Street"))).duties
    assert thanks.to == "business manager"


def test_thanks_are_listed_until_a_later_visit_meets_someone() -> None:
    named = met("2026-01-15", favourite="Elm Street")
    assert answer(by_hand(named, shut("2026-01-20"))).duties
    assert answer(by_hand(named, met("2026-01-20"))).duties == ()


def test_a_favourite_of_none_is_thanked_for_nothing() -> None:
    assert answer(by_hand(met("2026-01-15", favourite="none"))).duties == ()


def test_a_pause_moves_the_visit_and_the_thanks() -> None:
    told = answer(by_hand(met("2026-01-15", favourite="Elm Street"), not_before="2026-05-23"))
    assert told.due_on == day("2026-05-26")  # Memorial Day weekend
    assert told.duties[0].due_on == day("2026-05-26")


def test_a_pause_moves_a_named_day_too() -> None:
    told = by_hand(handed("2026-01-05", come_back_on="2026-01-10"), not_before="2026-03-02")
    assert answer(told).due_on == day("2026-03-02")


def test_a_pause_that_is_over_moves_nothing() -> None:
    assert answer(by_hand(not_before="2026-01-03")).due_on == day("2026-01-05")
