//! How a relay connects: nowhere but where it may. A name is looked up once for each connection,
//! and what is connected to is what was looked at, so an answer that changes changes nothing.

use std::net::SocketAddr;

use reqwest::Client;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::addresses::Admits;
use super::upstream::Upstream;
use crate::http;

/// A client for this upstream alone.
pub fn client(
    upstream: &Upstream,
    admits: Admits,
    resolver: impl Resolve + 'static,
) -> reqwest::Result<Client> {
    let builder = http::client().dns_resolver(Guarded { resolver, admits });
    let builder = match upstream.is_plain() {
        // Plain `http` verifies nobody, so it needs none of the machine's certificates.
        true => builder.tls_certs_only([]),
        false => builder.https_only(true),
    };
    builder.build()
}

/// The machine's own resolver.
pub struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The port is that of the URL in the end.
            let found: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// A resolver that keeps back what may not be called.
struct Guarded<R> {
    resolver: R,
    admits: Admits,
}

impl<R: Resolve> Resolve for Guarded<R> {
    fn resolve(&self, name: Name) -> Resolving {
        let admits = self.admits;
        let resolving = self.resolver.resolve(name);
        Box::pin(async move {
            let found: Vec<SocketAddr> = resolving.await?.collect();
            let refused = found.iter().find_map(|address| admits(address.ip()).err());
            // A name may lead to both: DNS64 gives a NAT64 address beside the public one.
            let admitted: Vec<_> =
                found.into_iter().filter(|address| admits(address.ip()).is_ok()).collect();
            match refused {
                Some(refused) if admitted.is_empty() => Err(refused.into()),
                _ => Ok(Box::new(admitted.into_iter()) as Addrs),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::io::{ErrorKind, Read, Write};
    use std::net::{IpAddr, Ipv4Addr, TcpListener};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::server::addresses::{self, Refused};

    /// Gives one answer after another, and counts.
    #[derive(Clone)]
    struct Changing {
        answers: Vec<Vec<IpAddr>>,
        asked: Arc<AtomicUsize>,
    }

    impl Changing {
        fn new(answers: impl IntoIterator<Item = Vec<IpAddr>>) -> Changing {
            Changing { answers: answers.into_iter().collect(), asked: Arc::default() }
        }

        fn asked(&self) -> usize {
            self.asked.load(Ordering::SeqCst)
        }
    }

    impl Resolve for Changing {
        fn resolve(&self, _: Name) -> Resolving {
            let turn = self.asked.fetch_add(1, Ordering::SeqCst);
            let answer = self.answers.get(turn).cloned().unwrap_or_default();
            let addresses = answer.into_iter().map(|address| SocketAddr::new(address, 0));
            Box::pin(async move { Ok(Box::new(addresses) as Addrs) })
        }
    }

    /// Answers one request.
    fn answering(listener: TcpListener) {
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]).unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
        });
    }

    fn nobody_has_called(listener: &TcpListener) -> bool {
        listener.set_nonblocking(true).unwrap();
        listener.accept().is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }

    fn refusal(error: &reqwest::Error) -> Option<Refused> {
        let mut cause = error.source();
        while let Some(error) = cause {
            if let Some(refused) = error.downcast_ref() {
                return Some(*refused);
            }
            cause = error.source();
        }
        None
    }

    fn plain() -> Upstream {
        "http://upstream.localhost".parse().unwrap()
    }

    const PUBLIC: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

    /// `127.0.0.2` stands for the public Internet, which tests do not call.
    fn public_here(address: IpAddr) -> Result<(), Refused> {
        if address == PUBLIC { Ok(()) } else { addresses::public(address) }
    }

    #[tokio::test]
    async fn an_answer_that_changes_is_looked_at_each_time() {
        let outside = TcpListener::bind((PUBLIC, 0)).unwrap();
        let port = outside.local_addr().unwrap().port();
        let inside = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        answering(outside);
        let names = Changing::new([vec![PUBLIC.into()], vec![Ipv4Addr::LOCALHOST.into()]]);
        let client = client(&plain(), public_here, names.clone()).unwrap();
        let url = format!("http://upstream.localhost:{port}/");

        assert_eq!(client.get(&url).send().await.unwrap().status(), 200);
        // One connection, one question: there is no second answer to be deceived by.
        assert_eq!(names.asked(), 1);

        let error = client.get(&url).send().await.unwrap_err();
        assert!(error.is_connect(), "{error:?}");
        assert!(
            matches!(refusal(&error), Some(Refused::Special(address, _)) if address.is_loopback())
        );
        assert_eq!(names.asked(), 2);
        assert!(nobody_has_called(&inside));
    }

    #[tokio::test]
    async fn of_several_addresses_only_those_admitted_are_called() {
        let outside = TcpListener::bind((PUBLIC, 0)).unwrap();
        let port = outside.local_addr().unwrap().port();
        let inside = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        answering(outside);
        let both = vec![Ipv4Addr::LOCALHOST.into(), PUBLIC.into()];
        let client = client(&plain(), public_here, Changing::new([both])).unwrap();
        let url = format!("http://upstream.localhost:{port}/");
        assert_eq!(client.get(&url).send().await.unwrap().status(), 200);
        assert!(nobody_has_called(&inside));
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_called() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let url = format!("https://upstream.example:{port}/");
        let upstream = url.parse().unwrap();
        for address in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1"] {
            let names = Changing::new([vec![address.parse().unwrap()]]);
            let client = client(&upstream, addresses::public, names).unwrap();
            let error = client.get(&url).send().await.unwrap_err();
            assert!(refusal(&error).is_some(), "{address}: {error:?}");
        }
        assert!(nobody_has_called(&listener));
    }

    #[tokio::test]
    async fn the_machines_resolver_is_guarded_too() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let client = client(&plain(), addresses::public, System).unwrap();
        // Numbers are addresses to this resolver; no upstream is written like this.
        for host in ["localhost", "2130706433", "0x7f000001", "017700000001", "127.1"] {
            let guarded = Guarded { resolver: System, admits: addresses::public };
            let error = guarded.resolve(host.parse().unwrap()).await.err().unwrap();
            assert!(error.downcast_ref::<Refused>().is_some(), "{host}: {error}");
        }
        let error = client.get(format!("http://localhost:{port}/")).send().await.unwrap_err();
        assert!(refusal(&error).is_some(), "{error:?}");
        assert!(nobody_has_called(&listener));
    }

    #[tokio::test]
    async fn a_name_without_addresses_is_no_refusal() {
        let client = client(&plain(), addresses::public, Changing::new([])).unwrap();
        let error = client.get("http://upstream.localhost/").send().await.unwrap_err();
        assert!(error.is_connect() && refusal(&error).is_none(), "{error:?}");
    }
}
