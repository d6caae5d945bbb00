#if NETSTANDARD2_1_OR_GREATER || NETSTANDARD2_1 || NET_STANDARD_2_1 || NETCOREAPP3_0_OR_GREATER
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace Odind
{
    /// <summary>What C# 8 adds: <c>await foreach (Watched item in watch.Items(cancel))</c>, and <c>await using</c>.</summary>
    public sealed partial class Watch : IAsyncDisposable
    {
        /// <summary>What happens, until the daemon ends the watch.</summary>
        public async IAsyncEnumerable<Watched> Items([EnumeratorCancellation] CancellationToken cancel = default)
        {
            while (await ReadAsync(cancel).ConfigureAwait(false) is Watched item)
                yield return item;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }

    public sealed partial class AudioStream : IAsyncDisposable
    {
        /// <summary>What is heard, until the connection was left.</summary>
        public async IAsyncEnumerable<AudioFrame> Frames([EnumeratorCancellation] CancellationToken cancel = default)
        {
            while (await ReadAsync(cancel).ConfigureAwait(false) is AudioFrame frame)
                yield return frame;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
#endif
