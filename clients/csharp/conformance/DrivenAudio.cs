using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Odind;

/// <summary>An audio stream as the runner drives it.</summary>
internal sealed class DrivenAudio
{
    private readonly AudioStream stream;
    private readonly TaskCompletionSource<bool> closed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

    internal DrivenAudio(AudioStream stream)
    {
        this.stream = stream;
    }

    internal Task Closed { get { return closed.Task; } }

    internal void Close()
    {
        closed.TrySetResult(true);
    }

    /// <summary>Returns a result, null for what is unknown.</summary>
    internal async Task<Json> DoAsync(Json a, CancellationToken cancel)
    {
        switch (a["do"].Text)
        {
            case "write": return await Done(WriteAsync(a, cancel));
            case "write_opus": return await Done(WriteOpusAsync(a, cancel));
            case "mark": return await stream.MarkAsync(a["name"].Text, cancel);
            case "flush": return await stream.FlushAsync(cancel);
            case "status": return await stream.StatusAsync(cancel);
            case "drain": return await stream.DrainAsync(cancel);
            case "pause": return await Done(stream.PauseAsync());
            case "resume": return await Done(stream.ResumeAsync());
            case "read": return await ReadAsync((int)a["frames"].Whole, cancel);
            case "close": Close(); return Json.Object();
            default: return null;
        }
    }

    private static async Task<Json> Done(Task task)
    {
        await task;
        return Json.Object();
    }

    private async Task WriteAsync(Json a, CancellationToken cancel)
    {
        if (a.Has("base64"))
        {
            await stream.WriteAsync(Convert.FromBase64String(a["base64"].Text), cancel);
            return;
        }
        byte[] sound = Sawtooth((int)a["samples"].Whole, (int)a["start"].Whole);
        int step = 2 * (int)a["chunk"].Whole;
        for (int at = 0; at < sound.Length; at += step)
            await stream.WriteAsync(sound, at, Math.Min(step, sound.Length - at), cancel);
    }

    private static byte[] Sawtooth(int samples, int start)
    {
        var sound = new byte[2 * samples];
        for (int n = 0; n < samples; n++)
        {
            long value = (start + n) * 37L % 20001 - 10000;
            sound[2 * n] = (byte)value;
            sound[2 * n + 1] = (byte)(value >> 8);
        }
        return sound;
    }

    private async Task WriteOpusAsync(Json a, CancellationToken cancel)
    {
        foreach (Json packet in a["packets"].Items)
            await stream.WriteOpusAsync(Convert.FromBase64String(packet.Text), cancel);
    }

    private async Task<Json> ReadAsync(int wanted, CancellationToken cancel)
    {
        var frames = new List<Json>();
        AudioFrame frame = null;
        while (frames.Count < wanted && (frame = await stream.ReadAsync(cancel)) != null)
            frames.Add(Told(frame));
        return Json.Object().With("frames", Json.Array(frames)).With("ended", frames.Count < wanted);
    }

    private static Json Told(AudioFrame frame)
    {
        string[] gaps = { "GAP_KIND_UNSPECIFIED", "GAP_KIND_SILENCE", "GAP_KIND_LOSS" };
        byte[] pcm = frame.IsOpus ? new byte[0] : frame.Data;
        Json told = Json.Object().With("peer_id", frame.PeerId).With("user_id", frame.UserId);
        told.With("sequence", frame.Sequence.ToString()).With("sha256", Digest(pcm)).With("dropped", frame.Dropped);
        return told.With("opus", frame.IsOpus ? Convert.ToBase64String(frame.Data) : "").With("gap", gaps[(int)frame.Gap]);
    }

    private static string Digest(byte[] data)
    {
        using (var digest = SHA256.Create())
            return BitConverter.ToString(digest.ComputeHash(data)).Replace("-", "").ToLowerInvariant();
    }
}
