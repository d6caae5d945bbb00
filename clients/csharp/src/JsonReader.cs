using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Odind
{
    /// <summary>Reads one JSON text (RFC 8259).</summary>
    internal sealed class JsonReader
    {
        private const int MostLevels = 64;
        private readonly string text;
        private int at;
        private int level;

        internal JsonReader(string text)
        {
            this.text = text;
        }

        internal Json ReadAll()
        {
            Json value = Read();
            SkipSpace();
            if (at < text.Length)
                throw Wrong("the end");
            return value;
        }

        private Json Read()
        {
            SkipSpace();
            switch (Peek())
            {
                case '{': return Nested(ReadObject);
                case '[': return Nested(ReadArray);
                case '"': return ReadString();
                case 't': return ReadWord("true", true);
                case 'f': return ReadWord("false", false);
                case 'n': return ReadWord("null", Json.Null);
                default: return ReadNumber();
            }
        }

        private Json Nested(Func<Json> read)
        {
            if (++level > MostLevels)
                throw Wrong("fewer levels");
            at++;
            Json value = read();
            level--;
            return value;
        }

        private Json ReadObject()
        {
            var fields = new Dictionary<string, Json>();
            while (More('}', fields.Count == 0))
            {
                if (Peek() != '"')
                    throw Wrong("a name");
                string name = ReadString();
                SkipSpace();
                Take(':');
                fields[name] = Read();
            }
            return new Json(fields);
        }

        private Json ReadArray()
        {
            var items = new List<Json>();
            while (More(']', items.Count == 0))
                items.Add(Read());
            return new Json(items);
        }

        /// <summary>Whether another member comes; takes the comma before it, or the end.</summary>
        private bool More(char end, bool isFirst)
        {
            SkipSpace();
            if (Peek() == end)
            {
                at++;
                return false;
            }
            if (!isFirst)
                Take(',');
            SkipSpace();
            return true;
        }

        private string ReadString()
        {
            var read = new StringBuilder();
            at++;
            while (Peek() != '"')
            {
                if (text[at] < ' ')
                    throw Wrong("no control character");
                read.Append(text[at] == '\\' ? ReadEscape() : text[at]);
                at++;
            }
            at++;
            return read.ToString();
        }

        private char ReadEscape()
        {
            at++;
            switch (Peek())
            {
                case 'b': return '\b';
                case 'f': return '\f';
                case 'n': return '\n';
                case 'r': return '\r';
                case 't': return '\t';
                case 'u': return ReadCodeUnit();
                case '"':
                case '\\':
                case '/': return text[at];
                default: throw Wrong("an escape");
            }
        }

        private char ReadCodeUnit()
        {
            if (at + 4 >= text.Length
                || !ushort.TryParse(text.Substring(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit))
                throw Wrong("four hexadecimal digits");
            at += 4;
            return (char)unit;
        }

        private Json ReadWord(string word, Json value)
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0)
                throw Wrong(word);
            at += word.Length;
            return value;
        }

        private Json ReadNumber()
        {
            int begin = at;
            while (at < text.Length && "+-.0123456789eE".IndexOf(text[at]) >= 0)
                at++;
            string number = text.Substring(begin, at - begin);
            if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                throw Wrong("a value");
            return new Json(new JsonNumber(number));
        }

        private void SkipSpace()
        {
            while (at < text.Length && " \t\r\n".IndexOf(text[at]) >= 0)
                at++;
        }

        private char Peek()
        {
            if (at >= text.Length)
                throw Wrong("more text");
            return text[at];
        }

        private void Take(char wanted)
        {
            if (Peek() != wanted)
                throw Wrong(wanted.ToString());
            at++;
        }

        private FormatException Wrong(string wanted)
        {
            return new FormatException("JSON must have " + wanted + " at character " + at);
        }
    }
}
