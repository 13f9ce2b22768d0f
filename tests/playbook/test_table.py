"""What leads to what: every row of the table by a test that names it."""

from alongside.playbook.history import Leave, Office, Policy, Question
from alongside.playbook.table import TABLE
from tests.playbook.story import (
    answer,
    by_hand,
    client,
    come_back,
    day,
    declined,
    due,
    front_desk,
    handed,
    introduced,
    met,
    own_doctor,
    shut,
    walked,
)

EVERY_WEEKDAY = Office(open_weekdays=frozenset(range(7)))


def test_the_rows_are_numbered_in_their_order() -> None:
    assert [row.number for row in TABLE] == list(range(1, 15))


# Row 1


def test_row_1_an_office_that_declined_is_closed() -> None:
    assert due(by_hand(handed("2026-01-05"), declined("2026-02-05"))) == "1 closed"


def test_row_1_stays_closed_when_somebody_visits_all_the_same() -> None:
    assert due(by_hand(declined("2026-01-05"), handed("2026-01-07"))) == "1 closed"


def test_row_1_a_second_no_after_a_lifting_closes_again() -> None:
    told = by_hand(declined("2026-01-05"), declined("2026-03-05"), lifted_on="2026-02-02")
    assert due(told) == "1 closed"


# Row 2


def test_row_2_leave_refused_closes_whatever_the_entry() -> None:
    refused = met("2026-01-05", leave=Leave.REFUSED)
    for told in (own_doctor(refused), by_hand(refused), introduced(refused)):
        assert due(told) == "2 closed"


def test_row_2_only_the_last_answer_about_leave_counts() -> None:
    told = by_hand(met("2026-01-05", leave=Leave.REFUSED), met("2026-01-12", leave=Leave.GIVEN))
    assert answer(told).kind == "step"


def test_row_2_a_handout_taken_later_is_leave_given() -> None:
    told = by_hand(met("2026-01-05", leave=Leave.REFUSED), met("2026-01-12", handouts_left=1))
    assert answer(told).kind == "step"


def test_row_2_a_handout_taken_at_the_refusal_is_still_a_refusal() -> None:
    told = by_hand(met("2026-01-05", leave=Leave.REFUSED, handouts_left=1))
    assert due(told) == "2 closed"


# Row 3


def test_row_3_an_uncomfortable_own_doctor_owes_nothing() -> None:
    told = own_doctor(comfortable_with_own_doctor=False)
    assert due(told) == "3 closed"
    assert "client's prescriber" in answer(told).why


def test_row_3_stays_closed_while_no_step_is_done() -> None:
    told = own_doctor(met("2026-01-05"), shut("2026-01-06"), comfortable_with_own_doctor=False)
    assert due(told) == "3 closed"


def test_row_3_once_a_step_is_done_the_path_goes_on_without_step_1() -> None:
    told = own_doctor(handed("2026-01-05"), comfortable_with_own_doctor=False)
    assert due(told) == "13 step 3 2026-02-05"


def test_row_3_a_favourite_named_there_opens_the_path_at_step_2() -> None:
    told = own_doctor(met("2026-01-05", favourite="none"), comfortable_with_own_doctor=False)
    assert due(told) == "13 step 2 2026-01-12"


# Row 4


def test_row_4_a_named_day_is_kept_open_or_not() -> None:
    assert due(by_hand(come_back("2026-01-05", "2026-01-17"))) == "4 step 2 2026-01-17"


def test_row_4_a_visit_that_met_someone_may_name_a_day() -> None:
    told = by_hand(handed("2026-01-05", come_back_on="2026-07-04"))
    assert due(told) == "4 step 3 2026-07-04"


def test_row_4_brings_the_same_step_forward() -> None:
    told = by_hand(handed("2026-01-05"), come_back("2026-01-06", "2026-01-08"))
    assert due(told) == "4 step 3 2026-01-08"


def test_row_4_with_the_path_done_keeps_warm() -> None:
    told = by_hand(*walked(come_back("2026-03-05", "2026-03-08")))
    assert due(told) == "4 keep_warm 3 2026-03-08"


# Row 5


def test_row_5_a_lifting_opens_the_next_open_day() -> None:
    told = by_hand(declined("2026-01-05"), lifted_on="2026-02-13")
    assert due(told) == "5 step 2 2026-02-17"  # Presidents' Day weekend


def test_row_5_on_the_same_day_the_lifting_comes_last() -> None:
    told = by_hand(declined("2026-01-05"), lifted_on="2026-01-05")
    assert due(told) == "5 step 2 2026-01-06"


def test_row_5_never_before_the_day_the_same_step_had_before_the_no() -> None:
    told = by_hand(handed("2026-01-05"), declined("2026-01-07"), lifted_on="2026-01-09")
    assert due(told) == "5 step 3 2026-02-05"


def test_row_5_keeps_the_day_it_holds_open_or_not() -> None:
    told = by_hand(
        come_back("2026-01-05", "2026-04-05"), declined("2026-01-07"), lifted_on="2026-01-09"
    )
    assert due(told) == "5 step 2 2026-04-05"


def test_row_5_another_step_than_before_the_no_is_not_held() -> None:
    refused = met("2026-01-07", leave=Leave.REFUSED)
    told = own_doctor(refused, own_appointment_on="2026-04-01", lifted_on="2026-01-09")
    assert due(told) == "5 step 2 2026-01-12"


def test_row_5_a_lifting_without_a_no_before_it_is_nothing() -> None:
    told = by_hand(handed("2026-01-05"), lifted_on="2026-01-20")
    assert due(told) == "13 step 3 2026-02-05"


def test_row_5_gives_way_once_there_was_a_visit() -> None:
    told = by_hand(declined("2026-01-05"), shut("2026-02-16"), lifted_on="2026-02-13")
    assert due(told) == "10 step 2 2026-02-18"


# Row 6


def test_row_6_a_client_s_no_takes_step_5_off_the_path() -> None:
    told = client(client_said_no_on="2026-01-20")
    assert due(told) == "6 step 2 2026-01-27"


def test_row_6_never_before_the_day_of_the_path_without_step_5() -> None:
    told = client(handed("2026-01-19"), client_said_no_on="2026-01-20")
    assert due(told) == "6 step 3 2026-02-19"


def test_row_6_on_the_same_day_the_no_comes_last() -> None:
    told = client(met("2026-01-20"), client_said_no_on="2026-01-20")
    assert due(told) == "6 step 2 2026-01-27"


def test_row_6_rests_where_the_path_without_step_5_rests() -> None:
    quiet = [met(on) for on in ("2026-03-06", "2026-06-08", "2026-09-08")]
    told = client(*walked(*quiet), client_said_no_on="2026-09-10")
    assert due(told) == "6 rest"


def test_row_6_gives_way_once_there_was_a_visit() -> None:
    told = client(handed("2026-01-22"), client_said_no_on="2026-01-20")
    assert due(told) == "13 step 3 2026-02-23"


def test_row_6_says_no_word_of_a_client_to_another_entry() -> None:
    assert due(by_hand(client_said_no_on="2026-01-20")) == "8 step 2 2026-01-05"


# Row 7


def test_row_7_one_s_own_appointment_is_kept_open_or_not() -> None:
    assert due(own_doctor(own_appointment_on="2026-03-08")) == "7 step 1 2026-03-08"


def test_row_7_without_an_appointment_one_month_after_it_was_entered() -> None:
    assert due(own_doctor(entered_on="2026-01-30")) == "7 step 1 2026-03-02"


# Row 8


def test_row_8_an_introduction_is_due_in_7_days() -> None:
    assert due(introduced()) == "8 step 2 2026-01-09"


def test_row_8_a_client_s_prescriber_is_due_in_7_days() -> None:
    assert due(client()) == "8 step 5 2026-01-09"


def test_row_8_an_office_added_by_hand_is_due_the_next_open_day() -> None:
    assert due(by_hand()) == "8 step 2 2026-01-05"


# Row 9

QUIET = [met(on) for on in ("2026-03-06", "2026-06-08", "2026-09-08")]


def test_row_9_three_quiet_visits_and_it_rests() -> None:
    assert due(by_hand(*walked(*QUIET))) == "9 rest"


def test_row_9_two_quiet_visits_are_not_enough() -> None:
    assert due(by_hand(*walked(*QUIET[:2]))) == "12 keep_warm 3 2026-09-08"


def test_row_9_a_visit_that_met_nobody_does_not_count() -> None:
    told = by_hand(*walked(*QUIET[:2], front_desk("2026-09-09")))
    assert due(told) == "11 keep_warm 3 2026-09-16"


def test_row_9_rests_after_an_office_that_was_shut_too() -> None:
    assert due(by_hand(*walked(*QUIET, shut("2026-12-08")))) == "9 rest"


def test_row_9_a_scan_among_the_last_three_keeps_it_awake() -> None:
    told = by_hand(*walked(*QUIET), days=["2026-06-08"])
    assert due(told) == "12 keep_warm 3 2026-12-08"


def test_row_9_a_referral_before_the_last_three_does_not_keep_it_awake() -> None:
    told = by_hand(*walked(*QUIET), referrals=(day("2026-03-05"),))
    assert due(told) == "9 rest"


def test_row_9_a_scan_after_the_last_visit_wakes_it() -> None:
    told = by_hand(*walked(*QUIET), days=["2026-12-31", "2026-10-31"])
    assert due(told) == "9 keep_warm 3 2026-11-30"


def test_row_9_the_last_of_them_naming_a_practice_keeps_it_awake() -> None:
    named = met("2026-09-08", favourite="Elm Street")
    assert due(by_hand(*walked(*QUIET[:2], named))) == "12 keep_warm 3 2026-10-08"


def test_row_9_an_earlier_one_naming_a_practice_does_not() -> None:
    named = met("2026-06-08", favourite="Elm Street")
    assert due(by_hand(*walked(QUIET[0], named, QUIET[2]))) == "9 rest"


def test_row_9_counts_visits_since_a_lifting_only() -> None:
    told = by_hand(*walked(declined("2026-03-02"), *QUIET), lifted_on="2026-04-01")
    assert due(told) == "12 keep_warm 3 2026-12-08"


def test_row_9_waits_while_a_named_day_is_being_held() -> None:
    named = met("2026-03-06", come_back_on="2027-02-06")
    told = by_hand(*walked(named, met("2026-06-08"), met("2026-09-08")))
    assert due(told) == "12 keep_warm 3 2027-02-06"


# Row 10


def test_row_10_shut_is_tried_again_2_open_days_later() -> None:
    assert due(by_hand(shut("2026-01-15"))) == "10 step 2 2026-01-20"


def test_row_10_from_the_third_time_running_7_days() -> None:
    told = by_hand(shut("2026-01-05"), front_desk("2026-01-12"), shut("2026-01-20"))
    assert due(told) == "10 step 2 2026-01-27"


def test_row_10_from_the_third_time_running_the_later_of_2_open_days_and_7_days() -> None:
    mondays = Office(open_weekdays=frozenset({0}))
    visits = [shut(on) for on in ("2026-02-02", "2026-02-23", "2026-03-09")]
    assert due(by_hand(*visits, office=mondays)) == "10 step 2 2026-03-23"


def test_row_10_a_named_day_between_breaks_the_run() -> None:
    visits = [shut("2026-01-05"), come_back("2026-01-07", "2026-01-09"), shut("2026-01-09")]
    assert due(by_hand(*visits, shut("2026-01-14"))) == "10 step 2 2026-01-16"


def test_row_10_never_brings_one_s_own_appointment_forward() -> None:
    told = own_doctor(shut("2026-01-05"), own_appointment_on="2026-03-08")
    assert due(told) == "10 step 1 2026-03-08"


def test_row_10_never_brings_the_same_step_forward() -> None:
    told = by_hand(handed("2026-01-05"), shut("2026-01-12"))
    assert due(told) == "10 step 3 2026-02-05"


# Row 11


def test_row_11_the_front_desk_only_is_7_days_whatever_they_took() -> None:
    took = front_desk("2026-01-05", handouts_left=5, cards_left=10)
    assert due(by_hand(took)) == "11 step 2 2026-01-12"


def test_row_11_from_the_third_time_running_one_month() -> None:
    visits = [front_desk(on) for on in ("2026-01-05", "2026-01-12", "2026-01-20")]
    assert due(by_hand(*visits)) == "11 step 2 2026-02-20"


# Row 12


def test_row_12_keeps_warm_three_months_after_the_last_visit() -> None:
    assert due(by_hand(*walked())) == "12 keep_warm 3 2026-05-06"


def test_row_12_one_month_after_a_visit_with_a_scan_in_the_60_days_before() -> None:
    assert due(by_hand(*walked(), days=["2025-12-08"])) == "12 keep_warm 3 2026-03-06"
    assert due(by_hand(*walked(), days=["2025-12-07"])) == "12 keep_warm 3 2026-05-06"


def test_row_12_one_month_after_a_visit_with_a_referral_on_its_day() -> None:
    told = by_hand(*walked(), referrals=(day("2026-02-06"),))
    assert due(told) == "12 keep_warm 3 2026-03-06"


def test_row_12_one_month_after_a_visit_that_heard_they_have_nobody() -> None:
    heard = met("2026-05-06", question=Question.HAS_NOBODY)
    assert due(by_hand(*walked(heard))) == "12 keep_warm 3 2026-06-08"


def test_row_12_one_month_after_the_first_scan_since() -> None:
    told = by_hand(*walked(), days=["2026-03-20", "2026-02-20"])
    assert due(told) == "12 keep_warm 3 2026-03-20"


def test_row_12_an_early_visit_never_brings_its_day_forward() -> None:
    told = by_hand(*walked(met("2026-03-06", come_back_on="2026-12-05")), met("2026-06-08"))
    assert due(told) == "12 keep_warm 3 2026-12-05"


# Row 13


def test_row_13_step_2_the_next_open_day_when_leave_was_given_then() -> None:
    assert due(own_doctor(met("2026-01-09", leave=Leave.GIVEN))) == "13 step 2 2026-01-12"


def test_row_13_step_2_after_step_5_7_days() -> None:
    done = met("2026-01-09", introduced=True, consulted=True, question=Question.HAS_THERAPIST)
    assert due(client(done, released_on="2026-01-09")) == "13 step 2 2026-01-16"


def test_row_13_step_3_one_month() -> None:
    assert due(by_hand(handed("2026-01-05"))) == "13 step 3 2026-02-05"


def test_row_13_step_4_one_month() -> None:
    asked = met("2026-02-05", question=Question.CHANGES_MEDICINE)
    assert due(by_hand(handed("2026-01-05"), asked)) == "13 step 4 2026-03-05"


def test_row_13_step_4_7_days_when_they_have_nobody_to_send_to() -> None:
    asked = met("2026-02-05", question=Question.HAS_NOBODY)
    assert due(by_hand(handed("2026-01-05"), asked)) == "13 step 4 2026-02-12"


def test_row_13_step_4_7_days_when_that_was_heard_a_month_ago() -> None:
    told = by_hand(handed("2026-01-05", question=Question.ASKED_ABOUT_YOU), met("2026-02-05"))
    assert due(told) == "13 step 4 2026-02-12"


def test_row_13_a_second_visit_on_the_same_day_does_not_do_step_3() -> None:
    told = by_hand(handed("2026-01-05"), met("2026-01-05", question=Question.CHANGES_MEDICINE))
    assert due(told) == "14 step 3 2026-02-05"


# Row 14


def test_row_14_met_and_nothing_left_is_7_days() -> None:
    assert due(by_hand(met("2026-01-05"))) == "14 step 2 2026-01-12"


def test_row_14_from_the_third_time_running_one_month() -> None:
    visits = [met(on) for on in ("2026-01-05", "2026-01-12", "2026-01-20")]
    assert due(by_hand(*visits)) == "14 step 2 2026-02-20"


def test_row_14_asks_for_the_missing_thing_first() -> None:
    told = by_hand(met("2026-01-05", handouts_left=5))
    assert "ten of my cards" in answer(told).say[0]


def test_row_14_an_incomplete_step_5_is_still_step_5() -> None:
    told = client(met("2026-01-09", introduced=True), released_on="2026-01-08")
    assert due(told) == "14 step 5 2026-01-16"


# The days of an office


def test_an_office_that_takes_no_visitors_is_rung_on_working_days() -> None:
    never = Office(Policy.NEVER, open_weekdays=frozenset({5}))
    assert due(by_hand(office=never)) == "8 step 2 2026-01-05"


def test_a_weekend_office_is_visited_on_weekends() -> None:
    assert due(by_hand(office=EVERY_WEEKDAY)) == "8 step 2 2026-01-03"
