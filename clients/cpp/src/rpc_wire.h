// An audio call of gRPC.
#pragma once

#include <odind/v1/audio.grpc.pb.h>

#include <memory>
#include <string>

#include "caller.h"
#include "wire.h"

namespace odind {

class RpcWire : public Wire {
 public:
  explicit RpcWire(const Caller& caller);

  void Send(const v1::StreamAudioRequest& request) override;
  bool Receive(v1::StreamAudioResponse* response) override;
  void Close() noexcept override;

 private:
  const std::string target_;
  grpc::ClientContext context_;
  v1::AudioService::Stub stub_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::StreamAudioRequest, v1::StreamAudioResponse>> call_;
};

}  // namespace odind
