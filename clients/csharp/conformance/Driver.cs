using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Odind;

/// <summary>The C# client as `odind conformance` drives it; docs/CONFORMANCE.md describes the lines.</summary>
internal static class Program
{
    private static void Main()
    {
        var driver = new Driver();
        Console.InputEncoding = Console.OutputEncoding = new System.Text.UTF8Encoding(false);
        string line;
        while ((line = Console.In.ReadLine()) != null)
            driver.Begin(Json.Parse(line));
    }
}

internal sealed class Driver
{
    private const string Features = "http ws environment parallel watch follow speak listen opus u64 retries raw";
    private readonly Dictionary<string, CancellationTokenSource> cancels = new Dictionary<string, CancellationTokenSource>();
    private readonly Dictionary<string, DrivenAudio> audios = new Dictionary<string, DrivenAudio>();
    private readonly Output output = new Output();
    private Daemon daemon;

    internal void Begin(Json order)
    {
        var cancel = new CancellationTokenSource();
        lock (cancels)
            cancels[order["id"].Text] = cancel;
        _ = Task.Run(() => PerformAsync(order, cancel.Token));
    }

    private async Task PerformAsync(Json order, CancellationToken cancel)
    {
        Json id = order["id"];
        try
        {
            Json result = await DoAsync(id, order["op"].Text, order["args"], cancel);
            output.Tell(id, result == null ? "unsupported" : "result", result ?? true);
        }
        catch (OdindException error)
        {
            output.TellError(id, error);
        }
        catch (OperationCanceledException)
        {
            output.Tell(id, "error", Json.Object().With("code", "CANCELLED"));
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error);
            output.Tell(id, "error", Json.Object().With("code", "UNKNOWN").With("message", error.ToString()));
        }
    }

    /// <summary>Returns a result, null for what is unknown.</summary>
    private async Task<Json> DoAsync(Json id, string op, Json a, CancellationToken cancel)
    {
        string connection = a["connection_id"].Text;
        switch (op)
        {
            case "hello": return Hello();
            case "connect": return Connect(id, a);
            case "close": return Close(id);
            case "info": return await daemon.InfoAsync(cancel);
            case "join": return (await daemon.JoinAsync(a["room_id"].Text, Joining(a), cancel)).View;
            case "get": return (await daemon.GetAsync(connection, cancel)).View;
            case "list": return await ListAsync(a, cancel);
            case "leave": return await Done(daemon.Attached(connection).LeaveAsync(cancel));
            case "user_data": return await Done(daemon.Attached(connection).SetUserDataAsync(Given(a["payload"]), cancel));
            case "message": return await Done(daemon.Attached(connection).SendAsync(Given(a["payload"]), Peers(a), cancel));
            case "watch": return await TellAllAsync(id, daemon.Watch(Watching(a)), cancel);
            case "follow": return await TellAllAsync(id, daemon.Follow(Watching(a)), cancel);
            case "audio": return await AudioAsync(id, a, cancel);
            case "control": return await audios[a["call"].Text].DoAsync(a, cancel);
            case "cancel": return Cancel(a);
            case "raw": return await daemon.CallAsync(a["method"].Text, Json.Parse(a["json"].Text), cancel);
            default: return null;
        }
    }

    private static async Task<Json> Done(Task task)
    {
        await task;
        return Json.Object();
    }

    private static Json Hello()
    {
        return Json.Object().With("protocol", 1).With("client", "csharp").With("version", Daemon.Version)
            .With("features", Json.Array(Features.Split(' ')));
    }

    private Json Connect(Json id, Json a)
    {
        Close(id);
        foreach (var variable in a["environment"].Fields)
            Environment.SetEnvironmentVariable(variable.Key, variable.Value.IsNull ? null : variable.Value.Text);
        try
        {
            var options = new DaemonOptions { Target = a["target"].Text, ApiKey = a["api_key"].Text, Retries = (int)a["retries"].Whole };
            if (a.Has("call_timeout_ms"))
                options.CallTimeout = TimeSpan.FromMilliseconds(a["call_timeout_ms"].Whole);
            daemon = new Daemon(options);
        }
        finally
        {
            foreach (var variable in a["environment"].Fields)
                Environment.SetEnvironmentVariable(variable.Key, null);
        }
        return Json.Object();
    }

    private Json Close(Json id)
    {
        lock (cancels)
            foreach (var cancel in cancels)
                if (cancel.Key != id.Text)
                    cancel.Value.Cancel();
        daemon?.Dispose();
        daemon = null;
        return Json.Object();
    }

    private Json Cancel(Json a)
    {
        lock (cancels)
            cancels[a["call"].Text].Cancel();
        return Json.Object();
    }

    private static JoinOptions Joining(Json a)
    {
        var options = new JoinOptions { UserId = a["user_id"].Text };
        if (a.Has("linger_ms"))
            options.Linger = TimeSpan.FromMilliseconds(a["linger_ms"].Whole);
        if (a.Has("user_data"))
            options.UserData = Given(a["user_data"]);
        return options;
    }

    private static Payload Given(Json payload)
    {
        return payload.Has("json") ? Payload.Of(payload["json"]) : Payload.Of(Convert.FromBase64String(payload["base64"].Text));
    }

    private static IEnumerable<uint> Peers(Json a)
    {
        foreach (Json peer in a["peer_ids"].Items)
            yield return (uint)peer.Whole;
    }

    private async Task<Json> ListAsync(Json a, CancellationToken cancel)
    {
        var ids = new List<string>();
        foreach (Connection connection in await daemon.ListAsync((int)a["page_size"].Whole, cancel))
            ids.Add(connection.Id);
        return Json.Object().With("connection_ids", Json.Array(ids));
    }

    private static WatchRequest Watching(Json a)
    {
        var request = new WatchRequest { ConnectionIds = Texts(a["connection_ids"]), Kinds = Texts(a["kinds"]) };
        if (a.Has("after_sequence"))
            request.AfterSequence = a["after_sequence"].Whole;
        return request;
    }

    private static List<string> Texts(Json texts)
    {
        var list = new List<string>();
        foreach (Json text in texts.Items)
            list.Add(text.Text);
        return list;
    }

    private async Task<Json> TellAllAsync(Json id, Watch watch, CancellationToken cancel)
    {
        using (watch)
        {
            Watched item;
            while ((item = await watch.ReadAsync(cancel)) != null)
                output.Tell(id, "item", item.Event != null ? Json.Object().With("event", item.Event.Message) : Told(item.Snapshot));
        }
        return Json.Object();
    }

    private static Json Told(Snapshot snapshot)
    {
        Json told = Json.Object().With("sequence", snapshot.Sequence.ToString()).With("missed", snapshot.Missed);
        return Json.Object().With("snapshot", told.With("connections", Json.Array(snapshot.Connections)));
    }

    private async Task<Json> AudioAsync(Json id, Json a, CancellationToken cancel)
    {
        var config = new AudioConfig
        {
            ConnectionId = a["connection_id"].Text,
            Send = Format(a["send"]),
            Receive = Format(a["receive"]),
            PerPeer = a["mode"].Text == "RECEIVE_MODE_PER_PEER",
        };
        using (AudioStream stream = await daemon.AudioAsync(config, cancel))
        {
            var audio = audios[id.Text] = new DrivenAudio(stream);
            output.Tell(id, "item", Json.Object().With("started", stream.Started));
            using (cancel.Register(audio.Close))
                await audio.Closed;
            cancel.ThrowIfCancellationRequested();
        }
        return Json.Object();
    }

    private static AudioFormat Format(Json given)
    {
        if (given.IsNull)
            return null;
        var formats = new Dictionary<string, SampleFormat> { { "SAMPLE_FORMAT_F32LE", SampleFormat.F32 }, { "SAMPLE_FORMAT_OPUS", SampleFormat.Opus } };
        formats.TryGetValue(given["sample_format"].Text, out SampleFormat format);
        return new AudioFormat { Rate = (int)given["sample_rate_hz"].Whole, Channels = (int)given["channels"].Whole, Format = format };
    }
}

/// <summary>Writes answers, a line each.</summary>
internal sealed class Output
{
    internal void Tell(Json id, string kind, Json value)
    {
        string line = Json.Object().With("id", id).With(kind, value).ToString();
        lock (this)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }

    internal void TellError(Json id, OdindException error)
    {
        Json metadata = Json.Object();
        foreach (var field in error.Metadata)
            metadata.With(field.Key, field.Value);
        Json told = Json.Object().With("code", error.Code).With("reason", error.Reason).With("message", error.Message);
        Tell(id, "error", told.With("metadata", metadata));
    }
}
