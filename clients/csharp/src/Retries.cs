using System;
using System.Threading;
using System.Threading.Tasks;

namespace Odind
{
    /// <summary>Growing waits between attempts.</summary>
    internal sealed class Pauses
    {
        private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
        private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
        private static readonly TimeSpan LongestAsked = TimeSpan.FromSeconds(60);
        private TimeSpan next = First;

        /// <summary>Whether a call may succeed later.</summary>
        internal static bool MayPass(OdindException error)
        {
            TimeSpan? asked = error.RetryAfter;
            return asked.HasValue ? asked.Value <= LongestAsked : error.Code == "UNAVAILABLE";
        }

        /// <summary>Begins with short waits again.</summary>
        internal void Reset()
        {
            next = First;
        }

        /// <summary>Waits, for as long as was asked if that is longer.</summary>
        internal Task WaitAsync(TimeSpan? asked, CancellationToken cancel)
        {
            TimeSpan pause = asked > next ? asked.Value : next;
            next = next + next < Longest ? next + next : Longest;
            return Task.Delay(pause, cancel);
        }
    }

    internal static class Retries
    {
        /// <summary>Returns what `send` returns, after up to so many retries while its errors may pass.</summary>
        internal static async Task<Json> SentAgainAsync(Func<Task<Json>> send, int retries, CancellationToken cancel)
        {
            var between = new Pauses();
            for (int left = retries; ; left--)
            {
                TimeSpan? asked;
                try
                {
                    return await send().ConfigureAwait(false);
                }
                catch (OdindException error) when (left > 0 && Pauses.MayPass(error))
                {
                    asked = error.RetryAfter;
                }
                await between.WaitAsync(asked, cancel).ConfigureAwait(false);
            }
        }
    }
}
