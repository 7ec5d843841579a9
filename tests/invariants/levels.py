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
JUDGING = "learners/assessment/test_tables.py"
STAYS = "invariants/test_what_stays.py"
SIGNING = "learners/assessment/test_signing.py"
UNLOCKING = "learners/assessment/test_unlocking.py"
SIGN_PAGES = "learners/assessment/test_signoff_pages.py"
JUDGED = "learners/assessment/test_tables.py"

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
        (PIECES, "test_inv_48_whoever_is_neither_the_learner_nor_allocated_leaves_a_trace"),
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
# Of lessons and their films; older than the way to a qualification.
ELSEWHERE: dict[str, Place] = {
    "INV-50": ("learners/test_files.py", "test_files_of_other_modules_need_a_place_each_time"),
    "INV-51": ("cms/test_publishing.py", "test_a_video_without_captions_or_words_is_not_published"),
}
