using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Odind
{
    /// <summary>Unary calls: a POST of JSON each, at any number at once.</summary>
    internal sealed class HttpCalls : IDisposable
    {
        private const int MostConnections = 256;
        private const int LongestAnswer = 64 * 1024 * 1024;
        private readonly Address address;
        private readonly HttpClient client;
        private readonly TimeSpan timeout;

        internal HttpCalls(Address address, TimeSpan timeout)
        {
            this.address = address;
            this.timeout = timeout;
            var handler = new HttpClientHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
            handler.MaxConnectionsPerServer = MostConnections;
            client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };
        }

        public void Dispose()
        {
            client.Dispose();
        }

        /// <summary>Returns the answer. Throws OdindException, OperationCanceledException.</summary>
        internal async Task<Json> CallAsync(string method, Json request, CancellationToken cancel)
        {
            using (var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel))
            {
                deadline.CancelAfter(timeout);
                try
                {
                    return await ExchangeAsync(method, request, deadline.Token).ConfigureAwait(false);
                }
                catch (Exception error) when (deadline.IsCancellationRequested && !(error is OdindException))
                {
                    cancel.ThrowIfCancellationRequested();
                    throw Errors.Late(method, timeout);
                }
                catch (Exception error) when (IsOfTheNetwork(error))
                {
                    throw Errors.Unreachable(address.Text, Innermost(error).Message);
                }
            }
        }

        private async Task<Json> ExchangeAsync(string method, Json request, CancellationToken cancel)
        {
            using (var message = Message(method, request))
            using (var answer = await client.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancel).ConfigureAwait(false))
            {
                byte[] body = await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
                Json read = Read(Encoding.UTF8.GetString(body), answer.StatusCode);
                if (!answer.IsSuccessStatusCode)
                    throw Errors.OfAnswer(read, address.Text);
                return read;
            }
        }

        private HttpRequestMessage Message(string method, Json request)
        {
            var message = new HttpRequestMessage(HttpMethod.Post, new Uri(address.Url, "odind.v1." + method));
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.ToString()));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            message.Headers.UserAgent.ParseAdd(Daemon.UserAgent);
            string bearer = address.Bearer();
            if (bearer != "")
                message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            return message;
        }

        private Json Read(string body, HttpStatusCode status)
        {
            try
            {
                return Json.Parse(body);
            }
            catch (FormatException error)
            {
                throw Errors.Unreachable(address.Text, $"something else answers there, with {(int)status}: {error.Message}");
            }
        }

        private static bool IsOfTheNetwork(Exception error)
        {
            return error is HttpRequestException || error is WebException || error is IOException
                || error is SocketException || error is ObjectDisposedException || error is OperationCanceledException;
        }

        private static Exception Innermost(Exception error)
        {
            return error.InnerException == null ? error : Innermost(error.InnerException);
        }
    }
}
