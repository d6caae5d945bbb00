using System.Threading;
using System.Threading.Tasks;

namespace Odind
{
    /// <summary>Tells everybody who waits that something has changed. Guarded by its owner's lock.</summary>
    internal sealed class News
    {
        private TaskCompletionSource<bool> next = Fresh();

        /// <summary>What is done when something changes.</summary>
        internal Task Next { get { return next.Task; } }

        internal void Tell()
        {
            TaskCompletionSource<bool> told = next;
            next = Fresh();
            told.SetResult(true);
        }

        private static TaskCompletionSource<bool> Fresh()
        {
            return new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    internal static class Waiting
    {
        /// <summary>Waits for a task; throws OperationCanceledException when the waiting is given up.</summary>
        internal static async Task UntilAsync(Task task, CancellationToken cancel)
        {
            var given = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using (cancel.Register(() => given.TrySetResult(true)))
                await Task.WhenAny(task, given.Task).ConfigureAwait(false);
            if (!task.IsCompleted)
                cancel.ThrowIfCancellationRequested();
            await task.ConfigureAwait(false);
        }
    }
}
