using System;

namespace Odind.Tests
{
    internal static class JsonTests
    {
        public static void WhatIsReadIsWrittenAgain()
        {
            foreach (string text in new[]
            {
                "null", "true", "[]", "{}", "[1,-2.5,1e30,18446744073709551615]", "{\"a\":{\"b\":[\"ü🎙\",null,false]}}",
                "\"\\\"\\\\\\u0001\"",
            })
                Expect.Equal(text, Json.Parse(text).ToString());
        }

        public static void EscapesAreRead()
        {
            Expect.Equal("a/\b\f\n\r\t🚪ü", Json.Parse("\"a\\/\\b\\f\\n\\r\\t\\ud83d\\udeaa\\u00fc\"").Text);
        }

        public static void NumbersOf64BitsKeepTheirDigits()
        {
            Json json = Json.Parse("{\"text\":\"18446744073709551615\",\"number\":18446744073709551615}");
            Expect.Equal(ulong.MaxValue, json["text"].Whole);
            Expect.Equal(ulong.MaxValue, json["number"].Whole);
        }

        public static void WhatIsMissingIsEmpty()
        {
            Json json = Json.Parse("{\"a\":1}");
            Expect.Equal("", json["b"]["c"].Text);
            Expect.Equal(0UL, json["a"]["b"].Whole);
            Expect.Equal(0, json["b"].Items.Count);
        }

        public static void WhatIsNoJsonIsRefused()
        {
            foreach (string text in new[]
            {
                "", " ", "{", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{a:1}", "{,}", "tru", "1 2", "\"", "\"\\x\"", "\"\\u12\"",
                "\"\n\"", "-", "nul", "[1 2]", new string('[', 100), new string('[', 100000),
            })
                Expect.Throws<FormatException>(() => Json.Parse(text));
        }

        public static void FieldsThatAreNullAreLeftOut()
        {
            Expect.Equal("{\"b\":\"\"}", Json.Object().With("a", (string)null).With("b", "").ToString());
        }

        public static void NumbersThatJsonCannotSayAreRefused()
        {
            Expect.Throws<ArgumentOutOfRangeException>(() => Json.Object().With("a", double.NaN));
        }
    }
}
