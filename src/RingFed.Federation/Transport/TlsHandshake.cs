using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>One handshake, from a fresh socket to an authenticated connection or a typed refusal, within its time.</summary>
internal sealed class TlsHandshake(TlsPeerJudge judge, TlsLimits limits, TimeProvider time)
{
    /// <param name="open">Connects, for the dialling end, and wraps the socket.</param>
    /// <param name="authenticate">Runs TLS on the stream.</param>
    /// <exception cref="OperationCanceledException">The caller gave up; everything is closed.</exception>
    public async Task<TlsOutcome> RunAsync(
        Func<CancellationToken, Task<SslStream>> open,
        Func<SslStream, CancellationToken, Task> authenticate,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeUp = new(limits.HandshakeTimeMax, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        SslStream? stream = null;
        AuthenticatedStream? link = null;
        try
        {
            stream = await open(either.Token);
            await authenticate(stream, either.Token);
            (link, TlsRefusal? refusal) = await ExchangeVerdictsAsync(stream, either.Token);
            return new TlsOutcome(link, refusal);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refused(WireFaultCode.TimedOut, $"no handshake within {limits.HandshakeTimeMax.TotalSeconds:0.###} s");
        }
        catch (Exception failure) when (Explain(failure, stream) is not null)
        {
            return new TlsOutcome(null, new TlsRefusal(Explain(failure, stream)!, ByPeer: false));
        }
        finally
        {
            if (link is null && stream is not null)
            {
                await stream.DisposeAsync();
            }
        }
    }

    private async Task<(AuthenticatedStream? Link, TlsRefusal? Refusal)> ExchangeVerdictsAsync(
        SslStream stream, CancellationToken cancellationToken)
    {
        if (judge.Fault is { } fault)
        {
            await RefuseAsync(stream, fault, cancellationToken);
            return (null, new TlsRefusal(fault, ByPeer: false));
        }

        if (await TlsAdmission.AcceptAsync(stream, cancellationToken) is { } reason)
        {
            return (null, new TlsRefusal(reason, ByPeer: true));
        }

        return (new AuthenticatedStream(stream, judge.Verdict.Silo!, judge.Verdict.Key!), null);
    }

    // The refusal stands whether or not the peer stays to hear the reason.
    private static async Task RefuseAsync(SslStream stream, WireFault fault, CancellationToken cancellationToken)
    {
        try
        {
            await TlsAdmission.RefuseAsync(stream, fault, cancellationToken);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return;
        }
    }

    /// <returns>Null for what is not the peer's or the network's doing.</returns>
    private static WireFault? Explain(Exception failure, SslStream? stream) => failure switch
    {
        WireException refused => refused.Fault,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery } =>
            new(WireFaultCode.Unreachable, "cannot connect: the name is not resolved; check the address in the topology and this machine's DNS"),
        SocketException unreachable => new(WireFaultCode.Unreachable, $"cannot connect: {unreachable.Message}"),
        AuthenticationException tls => new(
            WireFaultCode.TlsFailed, $"the TLS handshake failed ({Innermost(tls).Message}); RingFed speaks TLS 1.3 only"),
        IOException when stream is { IsAuthenticated: true } =>
            new(WireFaultCode.Truncated, "the peer closed the connection before its verdict"),
        IOException => new(WireFaultCode.TlsFailed, "the peer closed the connection during the TLS handshake"),
        _ => null,
    };

    private static Exception Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure;

    private static TlsOutcome Refused(WireFaultCode code, string sentence) =>
        new(null, new TlsRefusal(new WireFault(code, sentence), ByPeer: false));
}
