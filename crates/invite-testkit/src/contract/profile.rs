//! `IdentityUnitOfWork::change_profile`: a person's own name and language.

use super::{StoreHarness, fixture::Fixture};
use crate::{a_member, a_person, values};
use invite_domain::{
    model::{Locale, ProfileChanges},
    ports::{PeopleFilter, PeoplePageRequest, PeopleSort, Person},
};

pub async fn a_person_who_renames_themselves_moves_in_each_of_their_accounts(
    harness: StoreHarness,
) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let other = f.account("Other").await;
    for (name, email) in [("Anna", "anna@example.org"), ("Boris", "boris@example.org")] {
        let member = a_member().who(a_person().named(name).email(email));
        let member = member.put_into(identity, &f.account).await.unwrap();
        let again = a_member().known(member.user_id);
        again.put_into(identity, &other).await.unwrap();
    }
    let change = async |email: &str, changes: ProfileChanges| {
        let found = identity.credentials(email).await.unwrap().unwrap().user;
        let mut unit = identity.begin_identity().await.unwrap();
        unit.change_profile(&found, &changes).await.unwrap();
        unit.commit().await.unwrap();
        let now = identity.credentials(email).await.unwrap().unwrap().user;
        assert_eq!(now, changes.applied_to(&found));
    };
    let renamed = ProfileChanges {
        name: Some(values::name("Ёлка")),
        locale: None,
    };
    let speaks_russian = ProfileChanges {
        name: None,
        locale: Some(Locale::Ru),
    };
    change("anna@example.org", renamed).await;
    change("anna@example.org", speaks_russian).await;

    for account in [&f.account, &other] {
        let request = PeoplePageRequest {
            limit: 10,
            sort: PeopleSort::Name,
            after: None,
        };
        let people = f.harness.people.as_ref();
        for (search, expected) in [
            (None, &["Boris", "Ёлка"][..]),
            (Some("ёлк"), &["Ёлка"]),
            (Some("anna@"), &["Ёлка"]),
            (Some("Anna B"), &[]),
        ] {
            let filter = PeopleFilter {
                search: search.map(str::to_owned),
                ..PeopleFilter::default()
            };
            let found = people.people(account.id, &filter, &request, f.now).await;
            let found = found.unwrap().items;
            let names: Vec<_> = found.iter().map(Person::shown_name).collect();
            assert_eq!(names, expected, "{search:?} in {}", account.name);
        }
    }
}
