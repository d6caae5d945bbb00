using System;
using System.Threading;
using System.Threading.Tasks;
using UnityEngine;

namespace Odind.Unity
{
    /// <summary>
    /// Plays what a connection hears, the mix of all peers, on the AudioSource beside it. Not compiled or run by odind's
    /// own tests. Call <see cref="BeginAsync"/> once the room is joined.
    /// </summary>
    [RequireComponent(typeof(AudioSource))]
    public sealed class OdindSpeaker : MonoBehaviour
    {
        private readonly CancellationTokenSource ended = new CancellationTokenSource();
        private readonly SampleRing ring = new SampleRing();
        private AudioStream stream;

        /// <summary>Begins to play, in the rate of Unity's mixer. Throws OdindException.</summary>
        public async Task BeginAsync(Connection connection)
        {
            var format = new AudioFormat { Rate = AudioSettings.outputSampleRate, Format = SampleFormat.F32 };
            stream = await connection.ListenAsync(format, ended.Token);
            GetComponent<AudioSource>().Play();
            await PlayAsync();
        }

        private async Task PlayAsync()
        {
            try
            {
                AudioFrame frame;
                while ((frame = await stream.ReadAsync(ended.Token)) != null)
                    ring.Push(frame.Data);
            }
            catch (OperationCanceledException)
            {
            }
        }

        /// <summary>Fills a buffer of Unity's, on its audio thread; silence where nothing was heard.</summary>
        private void OnAudioFilterRead(float[] data, int channels)
        {
            ring.Pop(data, channels);
        }

        private void OnDestroy()
        {
            ended.Cancel();
            stream?.Dispose();
        }
    }

    /// <summary>Half a second of mono samples between two threads; the oldest give way.</summary>
    internal sealed class SampleRing
    {
        private readonly float[] samples = new float[24000];
        private int begin;
        private int count;

        internal void Push(byte[] floats)
        {
            lock (samples)
                for (int at = 0; at + 4 <= floats.Length; at += 4)
                    Push(BitConverter.ToSingle(floats, at));
        }

        internal void Pop(float[] to, int channels)
        {
            lock (samples)
                for (int at = 0; at < to.Length; at += channels)
                {
                    float sample = Pop();
                    for (int channel = 0; channel < channels && at + channel < to.Length; channel++)
                        to[at + channel] = sample;
                }
        }

        private void Push(float sample)
        {
            samples[(begin + count) % samples.Length] = sample;
            if (count < samples.Length)
                count++;
            else
                begin = (begin + 1) % samples.Length;
        }

        private float Pop()
        {
            if (count == 0)
                return 0;
            float sample = samples[begin];
            begin = (begin + 1) % samples.Length;
            count--;
            return sample;
        }
    }
}
