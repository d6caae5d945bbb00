package odind.client;

import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;

import odind.v1.AudioServiceGrpc;
import odind.v1.StreamAudioRequest;
import odind.v1.StreamAudioResponse;

/** A call of gRPC, which tells in the threads of its channel. */
final class RpcWire
        implements Wire, ClientResponseObserver<StreamAudioRequest, StreamAudioResponse> {
    private final Ear ear;
    private final String target;
    private ClientCallStreamObserver<StreamAudioRequest> call;
    private boolean over;

    private RpcWire(Ear ear, String target) {
        this.ear = ear;
        this.target = target;
    }

    static RpcWire open(Channel channel, Ear ear, String target) {
        RpcWire wire = new RpcWire(ear, target);
        AudioServiceGrpc.newStub(channel).streamAudio(wire);
        return wire;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<StreamAudioRequest> call) {
        this.call = call;
        call.setOnReadyHandler(this::tell);
    }

    private synchronized void tell() {
        notifyAll();
    }

    @Override
    public synchronized void send(StreamAudioRequest request) {
        if (!over) {
            call.onNext(request);
        }
    }

    @Override
    public synchronized void awaitRoom() throws InterruptedException {
        while (!over && !call.isReady()) {
            wait();
        }
    }

    @Override
    public void close() {
        if (end()) {
            call.cancel("the stream was closed", null);
        }
    }

    private synchronized boolean end() {
        boolean first = !over;
        over = true;
        notifyAll();
        return first;
    }

    @Override
    public void onNext(StreamAudioResponse response) {
        ear.onResponse(response);
    }

    @Override
    public void onError(Throwable error) {
        end();
        ear.onEnd(Failures.failureOf(error, target));
    }

    @Override
    public void onCompleted() {
        end();
        ear.onEnd(null);
    }
}
