using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Odind
{
    /// <summary>A message of a WebSocket: text, or bytes.</summary>
    internal struct SocketMessage
    {
        internal string Text;
        internal byte[] Bytes;
    }

    /// <summary>
    /// A WebSocket of the daemon's. One task may receive; sending is for one at a time as well. Disposing ends both at once.
    /// </summary>
    internal sealed class Socket : IDisposable
    {
        private const int LongestMessage = 16 * 1024 * 1024;
        private readonly ClientWebSocket socket = new ClientWebSocket();
        private readonly string target;
        private readonly byte[] buffer = new byte[16 * 1024];

        private Socket(Address address)
        {
            target = address.Text;
            string bearer = address.Bearer();
            if (bearer != "")
                socket.Options.SetRequestHeader("Authorization", "Bearer " + bearer);
            socket.Options.Proxy = null;
        }

        /// <summary>Connects. Throws OdindException DAEMON_UNREACHABLE, OperationCanceledException.</summary>
        internal static async Task<Socket> ConnectAsync(Address address, string path, string query, CancellationToken cancel)
        {
            var made = new Socket(address);
            try
            {
                await made.socket.ConnectAsync(address.Socket(path, query), cancel).ConfigureAwait(false);
                return made;
            }
            catch (Exception error) when (IsOver(error))
            {
                made.Dispose();
                cancel.ThrowIfCancellationRequested();
                throw Errors.Unreachable(address.Text, error.Message);
            }
        }

        public void Dispose()
        {
            socket.Abort();
            socket.Dispose();
        }

        /// <summary>Sends a message of text. A socket that is closed takes nothing: why, receiving tells.</summary>
        internal Task SendAsync(Json message)
        {
            return SendAsync(new ArraySegment<byte>(Encoding.UTF8.GetBytes(message.ToString())), WebSocketMessageType.Text);
        }

        /// <summary>Sends a message of bytes.</summary>
        internal Task SendAsync(ArraySegment<byte> bytes)
        {
            return SendAsync(bytes, WebSocketMessageType.Binary);
        }

        /// <summary>
        /// Returns the next message, null once the daemon has closed the socket as it should. Throws the OdindException that
        /// the daemon closed it with, or DAEMON_UNREACHABLE.
        /// </summary>
        internal async Task<SocketMessage?> ReceiveAsync()
        {
            try
            {
                var (kind, bytes) = await WholeAsync().ConfigureAwait(false);
                if (kind == WebSocketMessageType.Binary)
                    return new SocketMessage { Bytes = bytes };
                if (kind == WebSocketMessageType.Text)
                    return new SocketMessage { Text = Checked(Encoding.UTF8.GetString(bytes)) };
            }
            catch (Exception error) when (IsOver(error))
            {
                throw Errors.Unreachable(target, error.Message);
            }
            if (socket.CloseStatus == WebSocketCloseStatus.NormalClosure)
                return null;
            throw Errors.Unreachable(target, "the WebSocket was closed");
        }

        private async Task SendAsync(ArraySegment<byte> bytes, WebSocketMessageType kind)
        {
            try
            {
                await socket.SendAsync(bytes, kind, true, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error) when (IsOver(error))
            {
            }
        }

        private async Task<(WebSocketMessageType, byte[])> WholeAsync()
        {
            var whole = new MemoryStream();
            WebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), CancellationToken.None).ConfigureAwait(false);
                whole.Write(buffer, 0, part.Count);
                if (whole.Length > LongestMessage)
                    throw new WebSocketException("the daemon's message is longer than " + LongestMessage + " bytes");
            }
            while (!part.EndOfMessage);
            return (part.MessageType, whole.ToArray());
        }

        /// <summary>Throws where the text is the daemon's last message, which says why it closes the socket.</summary>
        private string Checked(string text)
        {
            Json error = text.StartsWith("{\"error\"", StringComparison.Ordinal) ? Json.Parse(text)["error"] : Json.Null;
            if (!error.IsNull)
                throw Errors.OfSocket(error, target);
            return text;
        }

        private static bool IsOver(Exception error)
        {
            return error is WebSocketException || error is WebException || error is IOException || error is SocketException
                || error is ObjectDisposedException || error is InvalidOperationException || error is OperationCanceledException;
        }
    }
}
