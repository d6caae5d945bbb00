using System;

namespace Odind.Tests
{
    internal static class SoundTests
    {
        public static void AFrameIsReadFromItsMessage()
        {
            var heard = new HeardFrames();
            heard.Introduce(Json.Parse("[{\"peerId\":7,\"userId\":\"anna\"}]"));
            heard.Add(Message(40, 7, 9, 1, 2, 3));
            AudioFrame frame = heard.Take();
            Expect.Equal("anna", frame.UserId);
            Expect.Equal(9UL, frame.Sequence);
            Expect.Equal("01-02-03", BitConverter.ToString(frame.Data));
            Expect.Equal(true, frame.IsVoice);
        }

        public static void ALongerHeaderIsSkipped()
        {
            var heard = new HeardFrames();
            heard.Add(Message(44, 7, 9, 1, 2, 3));
            Expect.Equal("01-02-03", BitConverter.ToString(heard.Take().Data));
        }

        public static void WhatIsNoFrameIsSkipped()
        {
            var heard = new HeardFrames();
            foreach (var message in new[] { new byte[0], new byte[39], new byte[40], Message(40, 1, 1).AsSpanOf(20) })
                heard.Add(message);
            byte[] beyond = Message(40, 1, 1);
            beyond[0] = 41;
            heard.Add(beyond);
            Expect.Equal(null, heard.Take());
        }

        public static void TheOldestUnreadFramesAreDroppedAndCounted()
        {
            var heard = new HeardFrames();
            for (byte n = 1; n <= 250; n++)
                for (int twice = 0; twice < 4; twice++)
                    heard.Add(Message(40, 1, n));
            AudioFrame first = heard.Take();
            Expect.Equal(126UL, first.Sequence);
            Expect.Equal(500U, first.Dropped);
            Expect.Equal(0U, heard.Take().Dropped);
        }

        public static void FormatsHaveTheSizeOfASample()
        {
            Expect.Equal(2, new AudioFormat().SampleBytes);
            Expect.Equal(8, new AudioFormat { Channels = 2, Format = SampleFormat.F32 }.SampleBytes);
        }

        private static byte[] Message(byte header, byte peer, byte sequence, params byte[] data)
        {
            var message = new byte[header + data.Length];
            message[0] = header;
            message[1] = 1;
            message[4] = peer;
            message[8] = sequence;
            data.CopyTo(message, header);
            return message;
        }

        private static byte[] AsSpanOf(this byte[] message, int length)
        {
            Array.Resize(ref message, length);
            return message;
        }
    }
}
