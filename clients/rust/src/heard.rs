//! What was heard and waits for its listener.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::v1::AudioFrames;

/// How many messages wait for a listener; beyond that the oldest are dropped, and counted.
const MOST: usize = 500;

#[derive(Debug, Default)]
struct Queue {
    messages: VecDeque<AudioFrames>,
    ended: bool,
    listener: Option<Waker>,
}

/// A bounded queue with one listener.
#[derive(Debug, Default)]
pub(crate) struct Heard(Mutex<Queue>);

impl Heard {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keep a message until it is popped.
    pub(crate) fn push(&self, message: AudioFrames) {
        let mut queue = self.lock();
        queue.messages.push_back(message);
        if queue.messages.len() > MOST {
            let lost = queue.messages.pop_front().map_or(0, |message| message.dropped + 1);
            if let Some(oldest) = queue.messages.front_mut() {
                oldest.dropped += lost;
            }
        }
        wake(queue);
    }

    /// Nothing more will come.
    pub(crate) fn end(&self) {
        let mut queue = self.lock();
        queue.ended = true;
        wake(queue);
    }

    /// Return the oldest message, or None when nothing more will come.
    pub(crate) fn poll_pop(&self, context: &mut Context<'_>) -> Poll<Option<AudioFrames>> {
        let mut queue = self.lock();
        match queue.messages.pop_front() {
            None if !queue.ended => {
                queue.listener = Some(context.waker().clone());
                Poll::Pending
            }
            message => Poll::Ready(message),
        }
    }
}

fn wake(mut queue: MutexGuard<'_, Queue>) {
    let listener = queue.listener.take();
    drop(queue);
    if let Some(listener) = listener {
        listener.wake();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn popped(heard: &Heard) -> Poll<Option<AudioFrames>> {
        heard.poll_pop(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn messages_come_in_their_order_and_then_the_end() {
        let heard = Heard::default();
        assert_eq!(popped(&heard), Poll::Pending);
        heard.push(AudioFrames { dropped: 1, ..Default::default() });
        heard.push(AudioFrames { dropped: 2, ..Default::default() });
        heard.end();
        let dropped = |_| popped(&heard).map(|message| message.map(|message| message.dropped));
        assert_eq!([0; 3].map(dropped), [Poll::Ready(Some(1)), Poll::Ready(Some(2)), Poll::Ready(None)]);
    }

    #[test]
    fn the_oldest_are_dropped_and_counted() {
        let heard = Heard::default();
        for _ in 0..MOST + 3 {
            heard.push(AudioFrames::default());
        }
        let Poll::Ready(Some(oldest)) = popped(&heard) else { panic!("nothing was heard") };
        assert_eq!(oldest.dropped, 3);
        heard.end();
        let left = std::iter::from_fn(|| match popped(&heard) {
            Poll::Ready(message) => message,
            Poll::Pending => None,
        });
        assert_eq!(left.map(|message| message.dropped).collect::<Vec<_>>(), vec![0; MOST - 1]);
    }
}
