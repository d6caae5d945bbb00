using System.Collections.Generic;
using System.Threading.Tasks;

namespace Odind
{
    /// <summary>
    /// Questions that the daemon has not answered yet: answers of a kind and name come in the order of their questions.
    /// Guarded by the stream's lock.
    /// </summary>
    internal sealed class Answers
    {
        private readonly Dictionary<string, Queue<TaskCompletionSource<Json>>> asked =
            new Dictionary<string, Queue<TaskCompletionSource<Json>>>();

        /// <summary>Returns the answer to come.</summary>
        internal Task<Json> Expect(string question)
        {
            var answer = new TaskCompletionSource<Json>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!asked.TryGetValue(question, out var waiting))
                asked[question] = waiting = new Queue<TaskCompletionSource<Json>>();
            waiting.Enqueue(answer);
            return answer.Task;
        }

        internal void Come(string question, Json answer)
        {
            if (asked.TryGetValue(question, out var waiting) && waiting.Count > 0)
                waiting.Dequeue().SetResult(answer);
            if (waiting != null && waiting.Count == 0)
                asked.Remove(question);
        }

        /// <summary>Fails all that wait.</summary>
        internal void Fail(OdindException error)
        {
            foreach (var waiting in asked.Values)
                foreach (var answer in waiting)
                {
                    answer.SetException(error);
                    _ = answer.Task.Exception; // who gave the waiting up does not look at it
                }
            asked.Clear();
        }
    }
}
