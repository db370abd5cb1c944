//! The command as its users meet it: the real binary, real files, real requests on loopback.

#[cfg(test)]
mod campaign;
#[cfg(test)]
mod platform;
#[cfg(test)]
mod support;

#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod check;
#[cfg(test)]
mod connections;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod guard;
#[cfg(test)]
mod import;
#[cfg(test)]
mod inbox;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod loose;
#[cfg(test)]
mod page;
#[cfg(test)]
mod preview;
#[cfg(test)]
mod relay;
#[cfg(test)]
mod restart;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod sandbox;
#[cfg(test)]
mod sarif;
#[cfg(test)]
mod secrecy;
#[cfg(test)]
mod secret;
#[cfg(test)]
mod send;
#[cfg(test)]
mod shell;
#[cfg(test)]
mod split;
#[cfg(test)]
mod start;
#[cfg(test)]
mod token;
#[cfg(test)]
mod transcripts;
#[cfg(test)]
mod upstreams;
