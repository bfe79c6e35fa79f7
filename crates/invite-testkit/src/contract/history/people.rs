//! What invitees do: accept and decline; and what accounts define.

use super::script::{Script, label};
use crate::{a_member, a_person, values};
use invite_domain::{
    model::{Account, GrantKind, Invitation, MemberId, UserId},
    ports::{IdSource, JoinOutcome, Joining},
};

impl Script<'_> {
    pub(super) async fn accept(&mut self) {
        let (account, found) = self.sent_invitation().await;
        let generation = found.generation;
        let open = match found.open(generation, self.now()) {
            Ok(open) => open,
            Err(refused) => return self.tell(format!("accept: {refused}")),
        };
        let mut unit = self.unit().await;
        let invitee = &open.invitation().invitee;
        let members = unit.members();
        let known = members.find_user(invitee.email.as_ref(), invitee.phone.as_ref());
        let joining = self.joining(&account, open.invitation(), known.await.unwrap());
        let outcome = unit.members().join(&joining).await.unwrap();
        let member = match outcome {
            JoinOutcome::Joined => joining.member.id,
            JoinOutcome::AlreadyMember(member) => member,
            JoinOutcome::NoSeat | JoinOutcome::UserExists | JoinOutcome::ResourceTaken(_) => {
                unit.rollback().await.unwrap();
                return self.tell(format!("accept {}: {outcome:?}", label(open.invitation())));
            }
        };
        let (next, event) = open.accept(member);
        unit.invitations().update(&next).await.unwrap();
        unit.outbox().cancel(next.id).await.unwrap();
        self.audit(unit.as_mut(), &next, event).await;
        unit.commit().await.unwrap();
        let user = joining.member.user_id;
        if !self.subjects.users.contains(&user) {
            self.subjects.users.push(user);
        }
        self.tell(format!("accept {}: {outcome:?}", label(&next)));
    }

    fn joining(&self, account: &Account, of: &Invitation, known: Option<UserId>) -> Joining {
        let id = MemberId::new(self.ids.next_id());
        let user = UserId::new(self.ids.next_id());
        let member = match (known, &of.invitee.email, &of.invitee.phone) {
            (Some(user), _, _) => a_member().known(user),
            (None, Some(email), _) => a_member().who(a_person().email(email.original()).id(user)),
            (None, None, Some(phone)) => a_member().who(a_person().phone(phone.as_str()).id(user)),
            (None, None, None) => a_member(),
        };
        let mut joining = member.id(id).joining(account);
        joining.member.grant = of.grant.clone();
        joining.member.joined_at = self.now();
        joining.seats = account.settings.seats;
        joining
    }

    pub(super) async fn decline(&mut self) {
        let (_, found) = self.sent_invitation().await;
        let generation = found.generation;
        match found.open(generation, self.now()) {
            Ok(open) => {
                let reason = Some(values::message("Нет, спасибо."));
                match open.decline(reason) {
                    Ok((next, event)) => self.record("decline", &next, event, None).await,
                    Err(refused) => self.tell(refused),
                }
            }
            Err(refused) => self.tell(format!("decline: {refused}")),
        }
    }

    /// Defines a role, renames the account, or does what is refused.
    pub(super) async fn define(&mut self) {
        let mut account = self.account();
        let role = values::grantable(GrantKind::Role, &format!("Role {}", self.lot(4)));
        account.version += u32::try_from(self.lot(3)).unwrap();
        account.name = values::name(&format!("{} {}", account.slug, account.version));
        let mut unit = self.harness.identity.begin_identity().await.unwrap();
        let added = unit
            .catalog()
            .define(account.id, std::slice::from_ref(&role));
        let defined = match added.await.unwrap().len() {
            0 => "taken",
            _ => "defined",
        };
        let updated = unit.update_account(&account).await;
        unit.commit().await.unwrap();
        let slug = account.slug.clone();
        let renamed = updated.is_ok();
        if renamed {
            for known in &mut self.subjects.accounts {
                if known.id == account.id {
                    *known = account.clone();
                }
            }
        }
        self.tell(format!(
            "{slug}: {} {defined}, renamed: {renamed}",
            role.item.key
        ));
    }
}
