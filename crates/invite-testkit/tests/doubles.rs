//! The test doubles keep the contracts of the ports that they stand in for.

mod ambient {
    use invite_testkit::{PlainPasswords, SeededIds, SeededSecrets, SteppedClock, fixed_key_ring};

    async fn passwords() -> PlainPasswords {
        PlainPasswords::default()
    }

    invite_testkit::clock_contract_suite!(SteppedClock::default);
    invite_testkit::id_source_contract_suite!(SeededIds::default);
    invite_testkit::secret_source_contract_suite!(SeededSecrets::default);
    invite_testkit::token_minter_contract_suite!(fixed_key_ring);
    invite_testkit::password_hasher_contract_suite!(passwords);
}

mod channels {
    use async_trait::async_trait;
    use invite_domain::{
        model::WayIn,
        ports::{Mailer, SendError, SmsGateway},
    };
    use invite_testkit::{
        Answer, RecordingMailer, RecordingSms, answer,
        contract::channel::{ArrivedMail, ArrivedText, MailerHarness, Reaction, SmsHarness},
    };

    fn said(way_in: &WayIn) -> String {
        match way_in {
            WayIn::Link(link) => link.expose().to_owned(),
            WayIn::TemporaryPassword(login) => login.password.shown().to_string(),
        }
    }

    fn reacting(reaction: Reaction) -> Answer {
        match reaction {
            Reaction::NotNow => answer::not_now(),
            Reaction::NoSuchRecipient => answer::no_such_recipient(),
            Reaction::SilenceAfterTheMessage => answer::silence(),
            Reaction::RefusesUs => answer::wrong_settings(),
        }
    }

    /// Whether the peer got the whole message, whatever it said then.
    fn came_in(answer: &Answer) -> bool {
        matches!(answer, Ok(_) | Err(SendError::Unknown { .. }))
    }

    #[async_trait]
    impl MailerHarness for Mail {
        fn mailer(&self) -> &dyn Mailer {
            &self.0
        }

        async fn react(&self, reaction: Reaction) {
            self.0.answer_nth(1, reacting(reaction));
        }

        async fn arrived(&self) -> Vec<ArrivedMail> {
            let attempts = self.0.attempts().into_iter();
            let whole = attempts.filter(|attempt| came_in(&attempt.answer));
            whole
                .map(|attempt| ArrivedMail {
                    message_id: attempt.message.id.to_string(),
                    recipients: vec![attempt.message.to.envelope()],
                    headers: Vec::new(),
                    parts: Vec::new(),
                    text: said(&attempt.message.way_in),
                    date: attempt.message.date,
                })
                .collect()
        }
    }

    #[async_trait]
    impl SmsHarness for Sms {
        fn gateway(&self) -> &dyn SmsGateway {
            &self.0
        }

        async fn react(&self, reaction: Reaction) {
            self.0.answer_nth(1, reacting(reaction));
        }

        async fn arrived(&self) -> Vec<ArrivedText> {
            let attempts = self.0.attempts().into_iter();
            let whole = attempts.filter(|attempt| came_in(&attempt.answer));
            whole
                .map(|attempt| ArrivedText {
                    id: attempt.message.id.to_string(),
                    to: attempt.message.to.as_str().to_owned(),
                    text: said(&attempt.message.way_in),
                })
                .collect()
        }
    }

    struct Mail(RecordingMailer);
    struct Sms(RecordingSms);

    async fn mail() -> Mail {
        Mail(RecordingMailer::new())
    }

    async fn sms() -> Sms {
        Sms(RecordingSms::new())
    }

    invite_testkit::mailer_contract_suite!(mail);
    invite_testkit::sms_gateway_contract_suite!(sms);
}
