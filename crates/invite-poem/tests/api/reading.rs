//! Reading changes nothing, however often and by whatever scanner.

use crate::service::Service;

#[tokio::test]
async fn a_thousand_reads_leave_everything_as_it_was() {
    let service = Service::new().await;
    let session = service.sign_in().await;
    let (id, token) = service.invited("siti@example.org").await;
    let before = service.dump().await;
    let woken = service.woken();
    let account = "/api/v1/accounts/maju";
    let paths = [
        account.to_owned(),
        format!("{account}/invitations"),
        format!("{account}/invitations?status=invited&q=siti"),
        format!("{account}/invitations/counts"),
        format!("{account}/invitations/{id}"),
        format!("{account}/invitations/{id}/history"),
        format!("{account}/invitations/{id}/send"),
        format!("{account}/invitations/{id}/revoke"),
        format!("{account}/roles"),
        "/api/v1/invitations/accept".to_owned(),
        "/api/v1/sessions/current".to_owned(),
        "/api/openapi.json".to_owned(),
        "/api/problems/link_expired".to_owned(),
        "/healthz".to_owned(),
        "/readyz".to_owned(),
        "/metrics".to_owned(),
        format!("/i/{token}"),
        "/".to_owned(),
        "/invitation".to_owned(),
    ];
    for path in paths.iter().cycle().take(1000) {
        for method in ["GET", "HEAD"] {
            let with_key = service.call(method, path).admin().send().await;
            let with_session = service.call(method, path).session(&session).send().await;
            for answer in [with_key, with_session] {
                assert!(
                    !answer.status.is_server_error(),
                    "{method} {path} {}",
                    answer.status
                );
                assert!(
                    method != "HEAD" || !answer.status.is_success() || answer.body.is_empty(),
                    "{path}"
                );
            }
        }
    }
    assert_eq!(service.dump().await, before);
    assert_eq!(service.woken(), woken);
}
