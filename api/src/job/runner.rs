//! Claims jobs and carries them out.

use super::schedule::{self, Kind};
use crate::auth::cookie::Cookies;
use crate::service::{
    error::ServiceError,
    instance::Instance,
    job::{self, Lease},
    locale::Locale,
    op::{Caller, Op},
};
use std::time::Duration;
use tokio::sync::watch;

/// How often an instance looks for what is due and what waits.
const EVERY: Duration = Duration::from_secs(1);
/// How often a lease is renewed: a third of it, so that one lost renewal does not lose it.
const RENEW: Duration = Duration::from_secs(10);
/// Jobs that one instance runs at once: a long one does not hold up the minute's.
const WORKERS: usize = 2;

/// The jobs of one instance.
#[derive(Debug)]
pub struct Runner {
    instance: Instance,
    stopping: watch::Sender<bool>,
}

impl Runner {
    /// The runner of an instance.
    #[must_use]
    pub fn new(instance: Instance) -> Self {
        Self { instance, stopping: watch::Sender::new(false) }
    }

    /// Runs jobs until [`Runner::stop`], and ends once those under way are done. A server that
    /// cannot wait for that drops it: their leases run out, and another instance takes over.
    pub async fn run(&self) {
        let mut known = Default::default();
        let scheduler = async {
            while !self.stopped().await {
                if let Err(error) = self.schedule(&mut known).await {
                    tracing::warn!(%error, "jobs could not be queued");
                }
            }
        };
        let workers = futures_util::future::join_all((0..WORKERS).map(|_| self.work()));
        tokio::join!(scheduler, workers);
    }

    /// Begins no further job.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits for the next round, or for the end; true at the end.
    async fn stopped(&self) -> bool {
        let mut stopping = self.stopping.subscribe();
        let stopped = tokio::time::timeout(EVERY, stopping.wait_for(|&stopping| stopping)).await;
        stopped.is_ok()
    }

    async fn schedule(&self, known: &mut [String; Kind::ALL.len()]) -> Result<(), ServiceError> {
        // Whoever moves the bank date does so on one instance; the others see it here.
        self.instance.reload_bank().await?;
        schedule::queue_due(&self.op(), known).await
    }

    async fn work(&self) {
        while !self.stopped().await {
            while !*self.stopping.borrow()
                && let Some(lease) = self.claim().await
            {
                self.carry_out(&lease).await;
            }
        }
    }

    async fn claim(&self) -> Option<Lease> {
        let claimed = job::claim(&self.op(), &Kind::ALL.map(Kind::name)).await;
        claimed.unwrap_or_else(|error| {
            tracing::warn!(%error, "no job could be claimed");
            None
        })
    }

    /// One attempt. Whatever becomes of it is noted, unless the lease has been lost.
    async fn carry_out(&self, lease: &Lease) {
        let Some(kind) = Kind::named(&lease.kind) else { return };
        let op = self.op();
        let noted = tokio::select! {
            done = attempt(kind, &op, lease) => match done {
                Ok(()) => job::done(&self.op(), lease).await,
                Err(error) => {
                    tracing::error!(%error, kind = kind.name(), slot = lease.slot, "a job failed");
                    job::failed(&self.op(), lease).await
                }
            },
            () = self.lose(lease) => Ok(false),
        };
        match noted {
            Ok(true) => {}
            Ok(false) => tracing::warn!(kind = kind.name(), slot = lease.slot, "a lease was lost"),
            // The lease runs out, and the job is begun again.
            Err(error) => tracing::warn!(%error, kind = kind.name(), "a job's end was not noted"),
        }
    }

    /// Renews the lease for as long as it can; ends when it is lost.
    async fn lose(&self, lease: &Lease) {
        loop {
            tokio::time::sleep(RENEW).await;
            match job::renew(&self.op(), lease).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => tracing::warn!(%error, "a lease could not be renewed"),
            }
        }
    }

    /// An operation of nobody's.
    fn op(&self) -> Op {
        let caller = Caller {
            actor: None,
            locale: Locale::default(),
            request_id: "job".to_owned(),
            address: String::new(),
            cookies: Cookies::default(),
        };
        Op::new(self.instance.clone(), caller)
    }
}

/// Whoever took over from a runner that died at each attempt does not die of it as well.
async fn attempt(kind: Kind, op: &Op, lease: &Lease) -> Result<(), ServiceError> {
    if lease.attempt > job::MAX_ATTEMPTS {
        return Err(ServiceError::Defect("every attempt at a job was left unfinished"));
    }
    kind.run(op, &lease.slot).await
}
