#include "caller.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include "channel.h"
#include "credentials.h"
#include "errors.h"
#include "pauses.h"
#include "request_id.h"

namespace odind {

Caller::Caller(Options options) : options_(Resolved(std::move(options))), channel_(OpenChannel(options_)) {}

void Caller::Show(grpc::ClientContext* context) const {
  if (!options_.api_key.empty()) context->AddMetadata("authorization", "Bearer " + options_.api_key);
}

void Caller::Try(const Send& send, const CallOptions& options) const {
  grpc::ClientContext context;
  Show(&context);
  auto timeout = options.timeout.count() ? options.timeout : options_.call_timeout;
  if (timeout.count()) context.set_deadline(std::chrono::system_clock::now() + timeout);
  Cancellation::Registration registration(options.cancellation, [&] { context.TryCancel(); });
  if (auto status = send(&context); !status.ok()) throw Translated(status, options_.target);
}

void Caller::Call(google::protobuf::Message* request, const Send& send, const CallOptions& options) const {
  int retries = options_.retries && GiveRequestId(request) ? options_.retries : 0;
  for (Pauses between;; --retries) {
    try {
      return Try(send, options);
    } catch (const Error& error) {
      auto asked = MayPass(error);
      if (!asked || retries == 0 || between.Wait(options.cancellation, *asked)) throw;
    }
  }
}

grpc::Status CallByName(const std::shared_ptr<grpc::Channel>& channel, grpc::ClientContext* context,
                        const std::string& method, const google::protobuf::Message& request,
                        google::protobuf::Message* response) {
  grpc::ByteBuffer sent, received;
  bool owned = false;
  auto status =
      grpc::GenericSerialize<grpc::ProtoBufferWriter, google::protobuf::Message>(request, &sent, &owned);
  if (!status.ok()) return status;
  grpc::CompletionQueue queue;  // of this call alone: this thread waits, and no other is needed
  auto call = grpc::GenericStub(channel).PrepareUnaryCall(context, method, sent, &queue);
  call->StartCall();
  call->Finish(&received, &status, nullptr);
  void* tag = nullptr;
  bool done = false;
  queue.Next(&tag, &done);
  if (!status.ok()) return status;
  return grpc::GenericDeserialize<grpc::ProtoBufferReader, google::protobuf::Message>(&received, response);
}

}  // namespace odind
