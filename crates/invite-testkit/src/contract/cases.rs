//! The lists of cases, and the macros that expand them.

/// Expands to one test for each case of a list. Not to be called directly.
#[doc(hidden)]
#[macro_export]
macro_rules! __contract_tests {
    ($fresh:path; $($area:ident { $($case:ident)* })*) => {$(
        mod $area {
            #[allow(unused_imports, reason = "the factory may be named by its full path")]
            use super::*;
            $(
                #[test]
                fn $case() {
                    $crate::contract::run(async {
                        $crate::contract::$area::$case($fresh().await).await;
                    });
                }
            )*
        }
    )*};
}

/// As `__contract_tests`, for ports without async methods. Not to be called directly.
#[doc(hidden)]
#[macro_export]
macro_rules! __sync_contract_tests {
    ($fresh:path; $($area:ident { $($case:ident)* })*) => {$(
        mod $area {
            #[allow(unused_imports, reason = "the factory may be named by its full path")]
            use super::*;
            $(
                #[test]
                fn $case() {
                    $crate::contract::$area::$case(&$fresh());
                }
            )*
        }
    )*};
}

/// Holds a clock to the contract of `Clock`. Takes the path of a `fn() -> impl Clock`.
#[macro_export]
macro_rules! clock_contract_suite {
    ($fresh:path) => {
        $crate::__sync_contract_tests! { $fresh;
            clock {
                times_are_whole_milliseconds
            }
        }
    };
}

/// Holds a source of ids to the contract of `IdSource`. Takes the path of a `fn() -> impl IdSource`.
#[macro_export]
macro_rules! id_source_contract_suite {
    ($fresh:path) => {
        $crate::__sync_contract_tests! { $fresh;
            id_source {
                no_id_comes_twice_however_many_ask
                ids_made_later_sort_later
                ids_are_uuids_of_version_7
            }
        }
    };
}

/// Holds a source of secrets to the contract of `SecretSource`. Takes the path of a
/// `fn() -> impl SecretSource`.
#[macro_export]
macro_rules! secret_source_contract_suite {
    ($fresh:path) => {
        $crate::__sync_contract_tests! { $fresh;
            secret_source {
                every_call_draws_fresh_bits
            }
        }
    };
}

/// Holds a minter to the contract of `TokenMinter`. Takes the path of a `fn() -> impl TokenMinter`.
#[macro_export]
macro_rules! token_minter_contract_suite {
    ($fresh:path) => {
        $crate::__sync_contract_tests! { $fresh;
            token_minter {
                the_same_claim_gives_the_same_token
                different_claims_give_different_tokens
                a_minted_token_verifies_to_its_claim
                any_other_text_verifies_to_nothing
                a_token_needs_no_escaping_in_an_address
                a_temporary_password_is_of_its_invitation_and_generation_alone
                a_code_is_of_its_invitation_generation_and_moment_alone
            }
        }
    };
}

/// Holds a hasher to the contract of `PasswordHasher`. Takes the path of an
/// `async fn() -> impl PasswordHasher`.
#[macro_export]
macro_rules! password_hasher_contract_suite {
    ($fresh:path) => {
        $crate::__contract_tests! { $fresh;
            password_hasher {
                a_hash_verifies_the_password_it_was_made_of_and_no_other
                a_password_is_taken_exactly_as_it_was_typed
                two_hashes_of_one_password_differ
                verifying_without_a_hash_gives_false
                a_hash_that_cannot_be_read_is_an_error
                a_hash_does_not_hold_the_password
            }
        }
    };
}

/// Holds a mailer to the contract of `Mailer`. Takes the path of an
/// `async fn() -> impl MailerHarness`.
#[macro_export]
macro_rules! mailer_contract_suite {
    ($fresh:path) => {
        $crate::__contract_tests! { $fresh;
            mailer {
                the_message_id_depends_on_the_mails_id_alone
                every_attempt_at_a_mail_carries_the_same_message_id
                a_name_changes_neither_headers_nor_structure
                a_mail_goes_to_its_recipient_with_its_link_and_date
                every_kind_of_refusal_is_told_as_the_kind_it_is
            }
        }
    };
}

/// Holds a client of an SMS gateway to the contract of `SmsGateway`. Takes the path of an
/// `async fn() -> impl SmsHarness`.
#[macro_export]
macro_rules! sms_gateway_contract_suite {
    ($fresh:path) => {
        $crate::__contract_tests! { $fresh;
            sms_gateway {
                the_same_id_is_given_at_every_attempt
                a_text_goes_to_its_number_with_its_link
                every_kind_of_refusal_is_told_as_the_kind_it_is
            }
        }
    };
}

/// Holds a storage to the contracts of `Store`, `UnitOfWork` and its repositories,
/// `InvitationReader`, `MessageQueue`, `IdentityStore` and `IdentityUnitOfWork`, `MemberStore` and
/// `PlaceRepository`.
///
/// Takes the path of an `async fn() -> StoreHarness` that gives a fresh and empty storage each time.
/// It expands to modules, so call it in a module of its own for each storage.
#[macro_export]
macro_rules! store_contract_suite {
    ($fresh:path) => {
        $crate::__contract_tests! { $fresh;
            unit_of_work {
                nothing_is_visible_before_the_commit_and_everything_after_it
                a_rollback_leaves_nothing
                a_dropped_unit_of_work_leaves_nothing
                what_was_written_can_be_read_back_within
                a_taken_place_leaves_the_unit_of_work_usable
                a_stale_update_leaves_the_unit_of_work_usable
                units_of_work_of_many_tasks_all_happen
            }
            invitations {
                one_live_invitation_holds_an_identity
                spelling_makes_no_second_person
                another_account_may_invite_the_same_person
                an_accepted_or_revoked_invitation_frees_its_identity
                every_other_state_holds_the_identity
                an_invitation_comes_back_to_life_only_where_its_place_is_free
                an_update_raises_the_version_by_exactly_one
                an_update_of_what_is_not_there_is_stale
                an_update_to_a_taken_address_is_refused
                an_update_frees_the_old_address
                of_two_updates_over_one_version_one_wins
                update_all_skips_the_stale_and_says_which_were_updated
                lock_all_returns_those_that_exist
                find_live_returns_the_live_one_of_the_account
                overdue_invitations_come_longest_overdue_first
                inserting_one_person_at_once_gives_exactly_one
            }
            members {
                joining_adds_person_and_member_together
                joining_never_changes_an_existing_person
                joining_twice_changes_nothing
                a_known_address_number_or_login_refuses_a_new_person
                joining_never_goes_beyond_the_seats
                joining_at_once_never_goes_beyond_the_seats
                a_member_is_told_so_even_when_every_seat_is_taken
                an_administrator_may_give_everything
                a_standard_member_may_give_nothing
                a_stranger_has_no_authority
                a_member_switched_off_has_no_authority
                an_administrator_of_an_account_above_may_act_below_never_the_reverse
                an_administrator_of_a_suspended_account_has_no_reach_below
                a_key_acts_in_its_account_and_below_until_it_expires
                the_service_itself_may_do_everything
                people_are_found_by_what_they_proved_to_hold
                a_login_is_taken_once_someone_has_it
                undefined_names_what_the_account_lacks
            }
            member_list {
                a_member_is_found_with_their_person
                a_walk_visits_each_member_once_newest_first
                a_walk_is_not_disturbed_by_what_happens_meanwhile
                a_search_finds_people_in_any_case
                every_condition_must_hold
                members_are_counted_whether_switched_on_or_off
                an_account_that_is_not_there_has_no_members
            }
            people {
                the_list_holds_pending_invitations_and_members_and_nobody_twice
                people_of_another_account_are_absent
                a_walk_visits_everyone_once_in_each_order
                a_walk_through_everyone_is_not_disturbed_by_what_happens_meanwhile
                a_search_finds_everyone_in_any_case
                every_condition_on_people_must_hold
                where_people_stand_is_decided_by_the_moment_of_asking
                counting_people_equals_listing_them
                people_are_found_by_id_however_they_stand
                a_changed_name_moves_its_person
                what_waits_and_what_left_is_counted
            }
            profile {
                a_person_who_renames_themselves_moves_in_each_of_their_accounts
            }
            places {
                another_accounts_member_is_absent
                a_change_writes_what_is_held_and_the_switch_and_nothing_else
                whoever_awaits_approval_administers_nothing_until_they_are_approved
                a_change_over_another_version_is_stale
                an_ended_place_leaves_nothing_but_the_person
                only_active_administrators_of_the_account_count
                of_many_who_take_each_other_away_at_once_one_administrator_stays
                of_two_changes_over_one_version_one_wins
            }
            codes {
                one_code_is_added_for_each_moment_of_an_invitation
                codes_of_a_day_before_are_forgotten
                wrong_tries_at_once_are_counted_to_the_last_and_no_further
                a_message_with_a_code_carries_invitation_and_account
            }
            outbox {
                a_message_of_an_uncommitted_unit_of_work_never_leaves
                cancelling_takes_back_every_waiting_message_claimed_ones_included
                a_cancelled_claim_can_neither_be_renewed_nor_settled
                settling_counts_only_under_the_latest_fence
                a_claim_is_settled_once
                a_settlement_that_is_rolled_back_did_not_happen
                a_retry_waits_until_it_is_due_with_its_attempts_counted
                a_released_message_can_be_taken_at_once
                sent_failed_and_obsolete_messages_never_come_again
            }
            queue {
                a_message_is_claimed_only_when_it_is_due
                a_claimed_message_is_given_to_nobody_else
                each_claim_has_a_higher_fence
                a_lease_that_is_over_can_be_claimed_again
                a_zombie_with_an_old_fence_can_neither_renew_nor_settle
                renewing_extends_the_lease
                accounts_take_turns
                within_an_account_the_longest_due_comes_first
                a_message_carries_invitation_and_account_as_they_stand_at_the_claim
                a_message_says_who_has_credentials_where_temporary_passwords_are_given_out
                messages_of_invitations_that_moved_on_are_still_given_out
                messages_of_a_suspended_account_wait_until_it_is_resumed
                the_next_due_moment_counts_leases_until_their_end
                a_claim_takes_no_more_than_asked
                claims_of_many_workers_never_hand_out_one_message_twice
            }
            reader {
                another_accounts_invitation_is_absent
                a_walk_visits_each_invitation_once_newest_first
                a_walk_is_not_disturbed_by_what_is_added_meanwhile
                invitations_of_one_moment_are_all_visited
                the_list_decides_expiry_by_the_moment_of_asking
                the_counts_decide_expiry_by_the_moment_of_asking
                counting_equals_listing
                a_search_finds_name_address_login_and_number_in_any_case
                a_search_takes_wildcards_literally
                a_filter_by_grant_finds_exactly_that_grant
                every_condition_must_hold
                finds_what_one_person_sent
                lists_and_counts_stay_within_the_account
                a_standing_tells_invitation_account_person_and_membership
            }
            histories {
                a_history_is_complete_and_ordered
                a_history_within_one_moment_is_ordered_by_id
                a_history_stays_within_the_account
            }
            accounts {
                a_rollback_or_drop_leaves_nothing
                a_slug_names_one_account
                an_id_names_one_account_however_many_add_it
                an_account_is_found_by_id_and_by_slug
                an_account_update_raises_the_version_by_exactly_one
                an_account_update_to_a_taken_slug_is_refused
                a_taken_place_leaves_the_unit_of_work_usable
                memberships_come_by_account_name_without_the_inactive
                awaited_approvals_are_named_and_open_nothing
                joining_is_the_same_as_for_invitations
                the_first_account_is_noticed
            }
            catalog {
                an_entry_comes_back_with_its_texts
                an_entry_is_defined_once_for_each_account_and_kind
                defining_many_adds_what_is_missing_and_leaves_the_rest
                a_catalog_is_walked_through_in_the_order_of_keys
                a_search_looks_in_keys_and_texts_and_takes_wildcards_literally
                what_is_available_is_told_from_what_is_held
                holders_are_counted_and_the_first_are_named
                catalogs_stay_within_the_account
                an_update_writes_texts_and_sharing
                usage_counts_members_live_invitations_and_default_groups
                a_removed_entry_is_gone_and_its_key_is_free
                nothing_is_removed_while_an_invitation_comes_to_promise_it
            }
            mail_wordings {
                a_wording_comes_back_with_every_part
                a_wording_takes_the_place_of_the_one_before
                an_empty_wording_leaves_none
                wordings_stay_within_the_account
                a_message_carries_the_accounts_wordings
            }
            one_holder {
                a_resource_has_one_holder_unless_it_is_shared
                a_taken_resource_changes_nothing
                joining_at_once_gives_a_resource_to_one
                sharing_ends_only_while_there_is_one_holder
                joining_while_sharing_ends_leaves_one_holder_or_shares_on
                what_a_member_holds_is_unavailable
                what_can_still_be_accepted_is_promised
                promising_at_once_promises_to_one
                what_is_meant_is_told_beside_what_is_not_defined
                a_person_known_elsewhere_can_be_refused_and_stays_known
            }
            sign_in {
                nothing_is_visible_before_the_commit_and_everything_after_it
                people_sign_in_with_address_login_or_number
                a_session_is_its_persons_until_it_ends
                ended_sessions_are_gone
                ending_the_other_sessions_keeps_the_one
                a_new_password_takes_the_place_of_the_old
                a_session_acts_with_its_persons_authority
                an_unknown_foreign_or_suspended_account_has_no_caller
                an_administrator_of_a_parent_is_an_administrator_of_its_children
                a_key_acts_with_its_scope_in_its_account_and_below
                an_expired_session_or_key_has_no_caller
                temporary_passwords_were_sent_to_whom_an_account_that_gives_them_out_invited
                a_session_is_over_once_nothing_was_asked_for_too_long
                a_session_that_is_seen_lives_on_until_its_own_end
                sessions_are_listed_by_when_they_were_seen
                sweeping_takes_what_is_over_and_no_more_than_asked
                a_membership_tells_whether_the_account_works_with_roles
                a_session_opens_no_account_that_works_with_roles_without_one
                whoever_signs_in_to_join_finds_their_invitation
            }
            tries {
                a_count_that_was_never_recorded_is_zero
                counts_come_back_as_they_were_recorded
                what_is_rolled_back_is_not_counted
                counts_of_many_at_once_are_all_counted
                only_what_is_worth_nothing_is_forgotten
            }
            reach {
                a_person_acts_in_their_places_and_below_those_they_administer
                a_key_acts_in_its_account_and_everything_below
                the_operator_sees_every_account
                a_suspended_account_is_listed_only_from_above
                a_search_of_accounts_finds_name_and_slug_in_any_case
                accounts_directly_below_one_of_ones_own_are_found
                a_walk_through_accounts_visits_each_once_by_name
                an_overseers_rights_come_from_strictly_above
                nobody_oversees_from_a_suspended_account
            }
            tree {
                a_lineage_goes_up_and_levels_go_down
                the_tree_finds_accounts_and_what_one_may_do_there
                moves_at_once_never_make_a_circle
            }
            api_keys {
                keys_are_listed_newest_first_with_who_made_them
                a_revoked_key_is_good_for_nothing_at_once
                a_note_of_use_moves_forward_after_the_quiet_time
            }
            insight {
                an_overview_counts_only_the_accounts_own_invitations
                its_counts_are_those_of_the_roster
                the_funnel_and_the_days_hold_what_is_within_the_period
                the_median_is_a_time_that_someone_took
                what_needs_attention_is_judged_by_the_moment_of_asking
                whoever_awaits_approval_in_the_account_needs_attention
            }
            audit {
                a_walk_through_the_log_visits_each_entry_once_newest_first
                the_log_stays_within_the_account
                every_condition_of_the_log_must_hold
                a_refusal_is_in_the_log_once_an_hour_however_many_tell_of_it_at_once
                an_entry_names_who_did_what_to_whom
                an_entry_about_a_refusal_names_the_account_or_the_invitation
            }
            password_reset {
                asking_adds_the_reset_together_with_its_message
                nothing_is_added_for_nobody
                no_more_are_added_than_allowed_however_many_ask_at_once
                what_is_older_than_a_day_is_forgotten
                of_many_uses_at_once_one_wins
                one_is_not_used_from_its_end_on_nor_when_it_never_was
                ending_puts_the_persons_unused_ones_out_of_use
                news_for_people_do_not_wait_behind_invitations
                news_are_from_the_first_account_by_name_that_the_person_may_act_in
            }
            round_trip {
                every_field_of_an_invitation_comes_back
                every_state_comes_back
                every_field_of_an_account_comes_back
                every_setting_comes_back
                every_field_of_a_person_and_member_comes_back
                every_actor_and_action_comes_back
                every_outcome_of_a_delivery_comes_back
                times_keep_their_milliseconds
            }
            history {
                the_same_history_leaves_the_same_everywhere
            }
        }
    };
}
