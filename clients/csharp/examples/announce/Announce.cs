using System;
using System.IO;
using System.Threading.Tasks;
using Odind;

/// <summary>Says a WAV file of 16 bit into a room: mono announce.exe ROOM FILE</summary>
internal static class Announce
{
    private const int HeaderBytes = 44; // of the usual kind, without further chunks

    private static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("usage: announce ROOM FILE");
            return 2;
        }
        RunAsync(arguments[0], File.ReadAllBytes(arguments[1])).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(string room, byte[] wave)
    {
        var format = new AudioFormat { Channels = BitConverter.ToInt16(wave, 22), Rate = BitConverter.ToInt32(wave, 24) };
        using (var daemon = new Daemon())
        {
            var options = new JoinOptions { UserId = "announcer", Linger = TimeSpan.FromSeconds(5) };
            Connection connection = await daemon.JoinAsync(room, options);
            using (AudioStream speaker = await connection.SpeakAsync(format))
            {
                await speaker.WriteAsync(wave, HeaderBytes, wave.Length - HeaderBytes);
                await speaker.DrainAsync();
            }
            await connection.LeaveAsync();
        }
    }
}
