//! The storage contract, on both databases.

mod sqlite {
    use crate::fresh::sqlite;

    invite_testkit::store_contract_suite!(sqlite);
}

mod postgres {
    use crate::fresh::postgres;

    invite_testkit::store_contract_suite!(postgres);
}
