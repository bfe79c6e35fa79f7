//! Whoever may not is refused before anything is looked up: no port is touched, and nothing is told.

use invite_domain::{
    model::{
        ApiKeyId, BulkAction, Caller, Changes, Forbidden, Grant, GrantItem, GrantKey, GrantKind,
        InvitationId, MemberChanges, MemberId, Operation, Reach, Secret, SecretKind, Via,
    },
    ports::{
        AccountRef, AuditFilter, InvitationFilter, MemberFilter, MemberPageRequest, PageRequest,
        PeopleFilter, PeoplePageRequest, PeopleSort,
    },
    service::{
        AccountChanges, AccountService, AuditService, CatalogError, CatalogService, Credential,
        EditInvitation, EditMember, FindError, InsightService, InvitationPorts, InvitationService,
        MemberPorts, MemberService, PeopleError, PeoplePorts, PeopleSelection, PeopleService,
        RemoveMember, SignInService,
    },
};
use invite_testkit::{
    a_caller, an_account,
    mocks::{
        MockAuditReader, MockCatalogReader, MockClock, MockIdSource, MockIdentityStore,
        MockInsightReader, MockInvitationReader, MockMemberStore, MockPasswordHasher,
        MockPeopleReader, MockSecretSource, MockStore, MockTokenMinter,
    },
    request,
};
use std::sync::Arc;
use uuid::Uuid;

/// A standard user: their hand reaches nothing but their own place.
fn standard() -> Caller {
    a_caller().standard(&Grant::default()).build()
}

/// Ports that answer nothing: a call of any of them ends the test.
fn invitations() -> InvitationService {
    InvitationService::new(InvitationPorts {
        store: Arc::new(MockStore::new()),
        reader: Arc::new(MockInvitationReader::new()),
        clock: Arc::new(MockClock::new()),
        ids: Arc::new(MockIdSource::new()),
        tokens: Arc::new(MockTokenMinter::new()),
        passwords: Arc::new(MockPasswordHasher::new()),
    })
}

#[tokio::test]
async fn the_roster_is_not_looked_at_for_someone_who_may_not() {
    let (service, caller) = (invitations(), standard());
    let id = InvitationId::new(Uuid::from_u128(1));
    let page = PageRequest {
        limit: 20,
        after: None,
    };
    assert!(
        service
            .create(&caller, request("siti@example.org"))
            .await
            .is_err()
    );
    assert!(service.send(&caller, id).await.is_err());
    assert!(service.revoke(&caller, id).await.is_err());
    let edit = EditInvitation {
        id,
        changes: Changes::default(),
        expected_version: None,
    };
    assert!(service.edit(&caller, edit).await.is_err());
    for refused in [
        service.find(&caller, id).await.map(drop),
        service.history(&caller, id).await.map(drop),
        service.counts(&caller).await.map(drop),
        service
            .list(&caller, &InvitationFilter::default(), page)
            .await
            .map(drop),
    ] {
        let Err(FindError::Forbidden(Forbidden(operation))) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(operation, Operation::ReadInvitations);
    }
}

#[tokio::test]
async fn people_are_not_looked_at_for_someone_who_may_not() {
    let caller = standard();
    let members = MemberService::new(MemberPorts {
        store: Arc::new(MockMemberStore::new()),
        clock: Arc::new(MockClock::new()),
        ids: Arc::new(MockIdSource::new()),
    });
    let ports = PeoplePorts {
        reader: Arc::new(MockPeopleReader::new()),
        clock: Arc::new(MockClock::new()),
    };
    let service = PeopleService::new(ports, invitations(), members);
    let (filter, everyone) = (
        PeopleFilter::default(),
        PeopleSelection::Matching(PeopleFilter::default(), None),
    );
    let page = PeoplePageRequest {
        limit: 20,
        sort: PeopleSort::Newest,
        after: None,
    };
    let send = BulkAction::Send;
    for refused in [
        service.list(&caller, &filter, &page).await.map(drop),
        service.find(&caller, &[]).await.map(drop),
        service.counts(&caller).await.map(drop),
        service.count(&caller, &filter, 10).await.map(drop),
        service.sending(&caller).await.map(drop),
        service
            .plan(&caller, &send, &everyone, 8, 10)
            .await
            .map(drop),
        service.act(&caller, &send, &everyone, 10).await.map(drop),
    ] {
        assert!(matches!(refused, Err(PeopleError::Forbidden(_))));
    }
}

#[tokio::test]
async fn members_are_not_looked_at_for_someone_who_may_not() {
    let caller = standard();
    let service = MemberService::new(MemberPorts {
        store: Arc::new(MockMemberStore::new()),
        clock: Arc::new(MockClock::new()),
        ids: Arc::new(MockIdSource::new()),
    });
    let id = MemberId::new(Uuid::from_u128(1));
    let page = MemberPageRequest {
        limit: 20,
        after: None,
    };
    let edit = EditMember {
        id,
        changes: MemberChanges::default(),
        expected_version: None,
    };
    let remove = RemoveMember {
        id,
        confirmed: true,
        expected_version: None,
    };
    assert!(service.find(&caller, id).await.is_err());
    assert!(
        service
            .list(&caller, &MemberFilter::default(), page)
            .await
            .is_err()
    );
    assert!(service.edit(&caller, edit).await.is_err());
    assert!(service.remove(&caller, remove).await.is_err());
}

#[tokio::test]
async fn neither_are_catalogs_settings_keys_and_the_audit_log() {
    let caller = standard();
    let identity = Arc::new(MockIdentityStore::new());
    let (clock, ids) = (Arc::new(MockClock::new()), Arc::new(MockIdSource::new()));
    let catalog = CatalogService::new(
        Arc::new(MockCatalogReader::new()),
        identity.clone(),
        clock.clone(),
        ids.clone(),
    );
    let role = GrantItem {
        kind: GrantKind::Role,
        key: GrantKey::parse("Worker").unwrap(),
    };
    let refused = catalog.find(&caller, &role).await;
    assert!(
        matches!(refused, Err(CatalogError::Forbidden(_))),
        "{refused:?}"
    );
    assert!(catalog.remove(&caller, &role).await.is_err());

    let accounts = AccountService::new(
        identity,
        Arc::new(MockPasswordHasher::new()),
        Arc::new(MockSecretSource::new()),
        clock,
        ids,
    );
    assert!(
        accounts
            .update(&caller, AccountChanges::default())
            .await
            .is_err()
    );
    assert!(accounts.api_keys(&caller, 20, None).await.is_err());
    let key = ApiKeyId::new(Uuid::from_u128(1));
    assert!(accounts.revoke_api_key(&caller, key).await.is_err());

    let insight = InsightService::new(
        Arc::new(MockInsightReader::new()),
        Arc::new(MockClock::new()),
    );
    assert!(insight.overview(&caller).await.is_err());

    let audit = AuditService::new(Arc::new(MockAuditReader::new()));
    let everything = AuditFilter::default();
    assert!(audit.list(&caller, &everything, 20, None).await.is_err());
}

#[tokio::test]
async fn one_query_loads_the_caller_and_checking_rights_takes_none() {
    let account = an_account().build();
    let expected = a_caller().of(&account).build();
    let loaded = expected.clone();
    let mut identity = MockIdentityStore::new();
    identity
        .expect_caller_by_session()
        .times(1)
        .return_once(move |_, _, _, _| Ok(Some(loaded)));
    let mut clock = MockClock::new();
    clock.expect_now().return_const(account.created_at);
    let service = SignInService::new(
        Arc::new(identity),
        Arc::new(MockPasswordHasher::new()),
        Arc::new(MockSecretSource::new()),
        Arc::new(MockTokenMinter::new()),
        Arc::new(clock),
        Arc::new(MockIdSource::new()),
    );
    let token = Secret::from_random(SecretKind::Session, [7; 32]);
    let named = AccountRef::Id(account.id);
    let shown = Credential::Session(token);
    let found = service.caller(&shown, &named, Via::Api).await;
    let caller = found.unwrap().unwrap();
    assert_eq!(caller.authority.reach, Reach::Administer);
    for operation in Operation::ALL {
        caller.may(*operation).unwrap();
    }
    caller.authority.may_grant(&Grant::default()).unwrap();
}
