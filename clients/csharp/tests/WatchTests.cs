using System;

namespace Odind.Tests
{
    internal static class WatchTests
    {
        public static void PartsOfASnapshotAreOne()
        {
            var snapshot = new Snapshot();
            snapshot.Add(Json.Parse("{\"sequence\":\"4\",\"more\":true,\"connections\":[{\"connectionId\":\"a\",\"peers\":[1]}]}"));
            Expect.Equal(true, snapshot.GoesOn);
            snapshot.Add(Json.Parse("{\"sequence\":\"4\",\"connections\":[{\"connectionId\":\"a\",\"peers\":[2]},{\"connectionId\":\"b\"}]}"));
            Expect.Equal(false, snapshot.GoesOn);
            Expect.Equal(2, snapshot.Connections.Count);
            Expect.Equal("[1,2]", snapshot.Connections[0]["peers"].ToString());
        }

        public static void AnEventHasItsKind()
        {
            var happened = new Event(Json.Parse("{\"sequence\":\"5\",\"connectionId\":\"a\",\"peerLeft\":{\"peer\":{\"peerId\":7}}}"));
            Expect.Equal("peerLeft", happened.Kind);
            Expect.Equal(7UL, happened.Body["peer"]["peerId"].Whole);
            Expect.Equal("", new Event(Json.Parse("{\"sequence\":\"5\"}")).Kind);
        }

        public static void TheQueryIsTheRequest()
        {
            var request = new WatchRequest { ConnectionIds = new[] { "a&b" }, Kinds = new[] { "joined", "left" } };
            Expect.Equal("connection_id=a%26b&kind=joined&kind=left", request.Query(null));
            request.AfterSequence = 3;
            Expect.Equal("connection_id=a%26b&kind=joined&kind=left&after_sequence=3", request.Query(null));
            Expect.Equal("connection_id=a%26b&kind=joined&kind=left&after_sequence=9&snapshot_if_expired=true", request.Query(9));
        }

        public static void OnlyWhatMayPassIsTriedAgain()
        {
            Expect.Equal(true, Pauses.MayPass(new OdindException("UNAVAILABLE", "", "")));
            Expect.Equal(false, Pauses.MayPass(new OdindException("NOT_FOUND", "", "")));
            Expect.Equal(true, Pauses.MayPass(After("2.5")));
            Expect.Equal(false, Pauses.MayPass(After("3600")));
            Expect.Equal(TimeSpan.FromSeconds(2.5), After("2.5").RetryAfter.Value);
        }

        private static OdindException After(string seconds)
        {
            Json error = Json.Parse("{\"code\":\"resource_exhausted\",\"reason\":\"RATE_EXCEEDED\",\"metadata\":{\"retry_after_s\":\"" + seconds + "\"}}");
            return Errors.OfSocket(error, "");
        }
    }
}
