using System;
using System.Threading;
using System.Threading.Tasks;
using UnityEngine;

namespace Odind.Unity
{
    /// <summary>
    /// Says what a microphone records, into the room of a connection. Not compiled or run by odind's own tests. Call
    /// <see cref="BeginAsync"/> once the room is joined, from Unity's main thread.
    /// </summary>
    public sealed class OdindMicrophone : MonoBehaviour
    {
        private const int Rate = 48000;
        private const int SecondsKept = 1;
        private const int MostWaiting = 9600; // 200 ms: who speaks late is heard late, so what is older is dropped

        /// <summary>The name of the device; empty for the system's default.</summary>
        public string Device = "";

        private readonly CancellationTokenSource ended = new CancellationTokenSource();
        private AudioClip clip;
        private AudioStream stream;
        private Task writing = Task.CompletedTask;
        private int read;

        /// <summary>Begins to record and to speak. Throws OdindException.</summary>
        public async Task BeginAsync(Connection connection)
        {
            stream = await connection.SpeakAsync(new AudioFormat { Rate = Rate, Format = SampleFormat.F32 }, ended.Token);
            clip = Microphone.Start(NameOrNull(), true, SecondsKept, Rate);
        }

        private void Update()
        {
            if (clip == null || !writing.IsCompleted)
                return;
            if (writing.IsFaulted)
                Stop(writing.Exception.InnerException);
            else
                SayWhatCame();
        }

        private void SayWhatCame()
        {
            int position = Microphone.GetPosition(NameOrNull());
            int came = (position - read + clip.samples) % clip.samples;
            if (came > MostWaiting)
                read = (position - (came = MostWaiting) + clip.samples) % clip.samples;
            if (came == 0)
                return;
            var samples = new float[came * clip.channels];
            clip.GetData(samples, read);
            read = position;
            writing = stream.WriteAsync(AsBytes(samples, clip.channels), ended.Token);
        }

        private static byte[] AsBytes(float[] samples, int channels)
        {
            var mono = new float[samples.Length / channels];
            for (int n = 0; n < mono.Length; n++)
                mono[n] = samples[n * channels];
            var bytes = new byte[4 * mono.Length];
            Buffer.BlockCopy(mono, 0, bytes, 0, bytes.Length);
            return bytes;
        }

        private void Stop(Exception error)
        {
            Debug.LogException(error, this);
            enabled = false;
            Microphone.End(NameOrNull());
        }

        private string NameOrNull()
        {
            return string.IsNullOrEmpty(Device) ? null : Device;
        }

        private void OnDestroy()
        {
            ended.Cancel();
            Microphone.End(NameOrNull());
            stream?.Dispose();
        }
    }
}
