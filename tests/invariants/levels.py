"""Where each invariant of the way to a qualification is attacked: on the screen, in the action, in the database.

The names are those of files below tests/ and of tests in them; test_levels.py sees to it that they are there.
"""

KEPT = "learners/registrations/test_kept_apart.py"
PAGES = "learners/registrations/test_allocation_pages.py"
TABLES = "learners/registrations/test_tables.py"
SEALED = "learners/submissions/test_sealed.py"
READING = "learners/submissions/test_reading.py"
HANDING_IN = "learners/submissions/test_handing_in.py"
HAND_IN_PAGES = "learners/submissions/test_pages.py"
PIECES = "learners/portfolio/test_pieces.py"
WITNESS = "learners/portfolio/test_witness.py"
NUMBERS = "learners/registrations/test_numbers.py"
SENDING_PAGES = "learners/assessment/test_send_pages.py"
MET_PAGES = "learners/assessment/test_met_pages.py"
SENDING = "learners/assessment/test_sending.py"
JUDGING = "learners/assessment/test_tables_by_number.py"
STAYS = "invariants/test_what_stays.py"
SIGNING = "learners/assessment/test_signing.py"
UNLOCKING = "learners/assessment/test_unlocking.py"
SIGN_PAGES = "learners/assessment/test_signoff_pages.py"
JUDGED = JUDGING

Place = tuple[str, str]  # file, test
LEVELS: dict[str, tuple[Place, Place, Place]] = {
    "INV-01": (
        (PAGES, "test_inv_01_the_screen_offers_nobody_themselves"),
        (KEPT, "test_inv_01_nobody_assesses_themselves"),
        (TABLES, "test_inv_01_the_database_refuses_nobody_theirs"),
    ),
    "INV-03": (
        (SENDING_PAGES, "test_inv_03_nobody_countersigns_who_was_not_asked"),
        ("learners/assessment/test_countersigning.py", "test_inv_03_nobody_countersigns_their_own"),
        (JUDGING, "test_inv_03_the_database_refuses_their_own_countersignature"),
    ),
    "INV-10": (
        (MET_PAGES, "test_inv_10_the_screen_sends_nothing_without_a_reason"),
        (SENDING, "test_inv_10_a_decision_says_who_as_what_on_what_and_why"),
        (JUDGING, "test_inv_10_the_database_refuses_a_decision_without_a_reason"),
    ),
    "INV-11": (
        (MET_PAGES, "test_inv_11_the_screen_sends_no_met_over_a_no"),
        (SENDING, "test_inv_11_without_the_prescribed_method_nothing_is_met"),
        (JUDGING, "test_inv_11_the_database_refuses_met_without_the_prescribed_method"),
    ),
    "INV-13": (
        (SENDING_PAGES, "test_inv_13_confirmed_it_goes_to_the_learner_and_not_before"),
        (SENDING, "test_inv_13_nothing_is_told_before_it_is_countersigned"),
        (JUDGING, "test_inv_13_the_database_refuses_to_tell_before_it_is_confirmed"),
    ),
    "INV-05": (
        (PAGES, "test_inv_05_the_screen_says_why_a_sister_cannot"),
        (KEPT, "test_inv_05_not_to_a_sister"),
        (TABLES, "test_inv_05_the_database_refuses_a_conflict"),
    ),
    "INV-06": (
        (PAGES, "test_inv_06_the_screen_offers_a_checker_no_unit_that_they_assess"),
        (KEPT, "test_inv_06_never_both_tasks_in_one_unit"),
        (TABLES, "test_inv_06_the_database_refuses_both_tasks"),
    ),
    "INV-08": (
        (SIGN_PAGES, "test_inv_08_the_pages_are_closed_to_whoever_has_only_a_role"),
        (SIGNING, "test_inv_08_a_superuser_gets_nothing_by_being_one"),
        (JUDGED, "test_inv_08_the_database_refuses_a_decision_by_whoever_was_given_nothing"),
    ),
    "INV-12": (
        (READING, "test_inv_12_the_screen_says_when_a_file_was_changed"),
        (PIECES, "test_inv_12_changing_a_piece_changes_nothing_that_was_handed_in"),
        (SEALED, "test_inv_12_the_database_keeps_what_was_handed_in"),
    ),
    "INV-14": (
        (SIGN_PAGES, "test_inv_14_the_screen_offers_no_way_past_a_criterion"),
        (SIGNING, "test_inv_14_every_criterion_is_met_and_not_most"),
        (JUDGED, "test_inv_14_the_database_refuses_a_signature_while_one_criterion_is_not_met"),
    ),
    "INV-15": (
        (SIGN_PAGES, "test_inv_15_the_screen_asks_why_and_shows_what_was_voided"),
        (UNLOCKING, "test_inv_15_unlocking_voids_every_signature_and_leaves_it_to_be_seen"),
        (JUDGED, "test_inv_15_the_database_refuses_to_unlock_without_a_reason"),
    ),
    "INV-16": (
        (WITNESS, "test_inv_16_the_screen_turns_the_learner_away"),
        (WITNESS, "test_inv_16_the_action_refuses_the_learner_by_each_of_their_rows"),
        (TABLES, "test_inv_16_the_database_refuses_the_learners_words_and_relatives"),
    ),
    "INV-17": (
        (HAND_IN_PAGES, "test_inv_17_the_screen_takes_no_half_declaration"),
        (HANDING_IN, "test_inv_17_nothing_without_the_declaration"),
        (TABLES, "test_inv_17_the_database_refuses_what_is_not_declared"),
    ),
    "INV-18": (
        ("learners/registrations/test_pages.py", "test_inv_18_the_number_has_its_reason_beside_the_button"),
        (NUMBERS, "test_inv_18_nothing_is_judged_without_the_number"),
        (TABLES, "test_inv_18_the_database_refuses_registered_without_a_number"),
    ),
    "INV-19": (
        (HAND_IN_PAGES, "test_inv_19_nobody_else_gets_at_these_pages"),
        (HANDING_IN, "test_inv_19_nobody_hands_in_for_somebody_else"),
        (TABLES, "test_inv_19_the_database_refuses_what_the_learner_did_not_do_themselves"),
    ),
    "INV-47": (
        (HAND_IN_PAGES, "test_inv_47_the_screen_hands_in_nothing_in_which_somebody_is_recognised"),
        (HANDING_IN, "test_inv_47_and_other_pieces_that_are_not_ready"),
        (TABLES, "test_inv_47_the_database_refuses_somebody_who_can_be_recognised"),
    ),
    "INV-48": (
        (
            "learners/caseload/test_my_learners.py",
            "test_inv_48_who_looks_without_being_allocated_leaves_a_trace",
        ),
        (
            "learners/portfolio/test_pieces_opened.py",
            "test_inv_48_whoever_is_neither_the_learner_nor_allocated_leaves_a_trace",
        ),
        (STAYS, "test_inv_48_the_database_keeps_the_trace"),
    ),
    "INV-49": (
        (STAYS, "test_inv_49_the_screen_names_whoever_left"),
        (STAYS, "test_inv_49_nobody_with_work_is_deleted"),
        (STAYS, "test_inv_49_the_database_deletes_nobody_with_work"),
    ),
    "INV-52": (
        (STAYS, "test_inv_52_the_screen_offers_no_other_word"),
        (STAYS, "test_inv_52_the_action_writes_no_other_word"),
        (
            "courses/qualifications/test_versions.py",
            "test_inv_52_the_database_keeps_the_words_that_a_decision_used",
        ),
    ),
}
ON_SCREEN = "learners/assessment/test_screens_by_number.py"
RECORDS = "learners/assessment/test_records.py"
RECORD_PAGES = "learners/assessment/test_record_pages.py"
IN_TABLES = JUDGING
# The same invariants again where work is judged, signed and recorded: each step has guards of its own.
AGAIN: dict[str, tuple[Place, Place, Place]] = {
    "INV-01 judging": (
        (ON_SCREEN, "test_inv_01_the_screens_of_judging_are_closed_to_the_learner"),
        (SENDING, "test_inv_01_nobody_judges_their_own"),
        (IN_TABLES, "test_inv_01_the_database_sees_that_nobody_judges_themselves"),
    ),
    "INV-01 signing": (
        (SIGN_PAGES, "test_inv_01_the_learner_is_led_to_their_own_page_and_signs_nothing"),
        (SIGNING, "test_inv_01_nobody_signs_for_themselves"),
        (IN_TABLES, "test_inv_01_the_database_sees_that_nobody_signs_for_themselves"),
    ),
    "INV-01 records": (
        (
            ON_SCREEN,
            "test_inv_01_the_screens_of_records_take_nothing_from_the_learner_and_no_yes_from_others",
        ),
        (RECORDS, "test_inv_01_nobody_but_the_learner_confirms"),
        (IN_TABLES, "test_inv_01_the_database_sees_that_no_record_is_confirmed_by_its_assessor"),
    ),
    "INV-05 judging": (
        (SENDING_PAGES, "test_inv_05_a_conflict_declared_meanwhile_stops_it_and_keeps_what_was_typed"),
        (SENDING, "test_inv_05_a_conflict_declared_meanwhile_closes_the_round"),
        (IN_TABLES, "test_inv_05_the_database_refuses_a_decision_over_a_conflict"),
    ),
    "INV-05 signing": (
        (ON_SCREEN, "test_inv_05_the_screen_of_a_unit_closes_and_gives_back_what_was_typed"),
        (SIGNING, "test_inv_05_a_conflict_declared_after_allocation_stops_the_signature"),
        (IN_TABLES, "test_inv_05_the_database_refuses_a_signature_over_a_conflict"),
    ),
    "INV-06 judging": (
        (ON_SCREEN, "test_inv_06_the_screens_of_judging_are_closed_to_whoever_checks"),
        (SENDING, "test_inv_06_whoever_checked_the_unit_judges_it_not"),
        (IN_TABLES, "test_inv_06_the_database_refuses_a_decision_by_whoever_checks"),
    ),
    "INV-06 signing": (
        (SIGN_PAGES, "test_inv_06_whoever_checks_the_unit_reads_it_and_cannot_sign"),
        (SIGNING, "test_inv_06_whoever_was_given_the_unit_to_check_does_not_sign"),
        (IN_TABLES, "test_inv_06_the_database_refuses_a_signature_by_whoever_checks"),
    ),
    "INV-12 judging": (
        (ON_SCREEN, "test_inv_12_the_screen_changes_nothing_that_was_sent"),
        (SENDING, "test_inv_12_a_tab_of_yesterday_cannot_write_in_what_was_sent"),
        (IN_TABLES, "test_inv_12_the_database_refuses_other_words_in_what_was_sent"),
    ),
    "INV-12 signing": (
        (ON_SCREEN, "test_inv_12_the_screen_judges_nothing_below_a_signature"),
        (SENDING, "test_inv_12_what_is_signed_off_is_not_judged"),
        (IN_TABLES, "test_inv_12_the_database_refuses_another_name_under_a_signature"),
    ),
    "INV-12 records": (
        (RECORD_PAGES, "test_inv_12_a_learner_changes_nothing_that_an_assessor_wrote"),
        (RECORDS, "test_inv_12_a_record_that_counts_does_not_change"),
        (IN_TABLES, "test_inv_12_the_database_refuses_another_word_in_a_record"),
    ),
    "INV-16 signing": (
        (ON_SCREEN, "test_inv_16_the_screen_signs_no_unit_on_witnesses_alone"),
        (SIGNING, "test_inv_16_a_unit_does_not_rest_on_witnesses_alone"),
        (IN_TABLES, "test_inv_16_the_database_refuses_a_unit_on_witnesses_alone"),
    ),
    "INV-17 judging": (
        (ON_SCREEN, "test_inv_17_the_screen_takes_nothing_that_is_not_declared"),
        (SENDING, "test_inv_17_nothing_is_judged_that_was_not_declared"),
        (IN_TABLES, "test_inv_17_the_database_refuses_to_judge_what_was_not_handed_in"),
    ),
    "INV-19 judging": (
        (SENDING_PAGES, "test_inv_19_a_judgement_is_sent_in_ones_own_session"),
        (SENDING, "test_inv_19_a_judgement_is_sent_in_ones_own_session"),
        (IN_TABLES, "test_inv_19_the_database_refuses_a_judgement_from_a_session_of_a_hub"),
    ),
    "INV-19 signing": (
        (SIGN_PAGES, "test_inv_19_first_show_that_it_is_you_and_nothing_typed_is_lost"),
        (SIGNING, "test_inv_19_only_in_a_session_of_ones_own"),
        (IN_TABLES, "test_inv_19_the_database_refuses_the_learners_name_by_somebody_else"),
    ),
    "INV-19 records": (
        (ON_SCREEN, "test_inv_19_the_screen_confirms_a_record_in_ones_own_session"),
        (RECORDS, "test_inv_19_a_record_is_confirmed_in_ones_own_session"),
        (IN_TABLES, "test_inv_19_the_database_refuses_a_record_confirmed_through_a_hub"),
    ),
}
# Of lessons and their films; older than the way to a qualification.
ELSEWHERE: dict[str, Place] = {
    "INV-50": ("learners/test_files.py", "test_files_of_other_modules_need_a_place_each_time"),
    "INV-51": ("cms/test_publishing.py", "test_a_video_without_captions_or_words_is_not_published"),
}
