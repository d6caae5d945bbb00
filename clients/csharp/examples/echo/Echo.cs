using System;
using System.Threading;
using System.Threading.Tasks;
using Mono.Unix;
using Mono.Unix.Native;
using Odind;

/// <summary>Says back what it hears: mono echo.exe [ROOM]; Ctrl-C or SIGTERM ends it.</summary>
internal static class Echo
{
    private static void Main(string[] arguments)
    {
        var stop = new CancellationTokenSource();
        Task.Run(() => CancelAtSignal(stop));
        RunAsync(arguments.Length > 0 ? arguments[0] : "lobby", stop.Token).GetAwaiter().GetResult();
    }

    /// <summary>Waits for a signal: Mono's CancelKeyPress knows terminals alone.</summary>
    private static void CancelAtSignal(CancellationTokenSource stop)
    {
        UnixSignal.WaitAny(new[] { new UnixSignal(Signum.SIGINT), new UnixSignal(Signum.SIGTERM) });
        stop.Cancel();
    }

    private static async Task RunAsync(string room, CancellationToken stop)
    {
        using (var daemon = new Daemon())
        {
            var options = new JoinOptions { UserId = "echo", Linger = TimeSpan.FromSeconds(5) };
            Connection connection = await daemon.JoinAsync(room, options, stop);
            try
            {
                await SayBackAsync(connection, stop);
            }
            catch (OperationCanceledException)
            {
            }
            finally
            {
                await connection.LeaveAsync();
            }
        }
    }

    private static async Task SayBackAsync(Connection connection, CancellationToken stop)
    {
        var both = new AudioConfig { Send = new AudioFormat(), Receive = new AudioFormat() };
        using (AudioStream stream = await connection.AudioAsync(both, stop))
        {
            Console.WriteLine("echo is in " + connection.RoomId);
            AudioFrame frame;
            while ((frame = await stream.ReadAsync(stop)) != null)
                await stream.WriteAsync(frame.Data, stop);
        }
    }
}
