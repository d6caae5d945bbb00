// How calls of a daemon are made: who calls, how long, how often, and what their errors mean.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>
#include <odind/error.h>
#include <odind/options.h>

#include <functional>
#include <memory>
#include <string>

namespace odind {

class Caller {
 public:
  using Send = std::function<grpc::Status(grpc::ClientContext*)>;

  // Throws what Resolved throws.
  explicit Caller(Options options);

  const Options& options() const { return options_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // A unary call, sent again where the options and the request allow it.
  void Call(google::protobuf::Message* request, const Send& send, const CallOptions& options) const;

  // Add what shows who calls.
  void Show(grpc::ClientContext* context) const;

 private:
  void Try(const Send& send, const CallOptions& options) const;

  Options options_;
  std::shared_ptr<grpc::Channel> channel_;
};

// Make one unary call by its name.
grpc::Status CallByName(const std::shared_ptr<grpc::Channel>& channel, grpc::ClientContext* context,
                        const std::string& method, const google::protobuf::Message& request,
                        google::protobuf::Message* response);

}  // namespace odind
