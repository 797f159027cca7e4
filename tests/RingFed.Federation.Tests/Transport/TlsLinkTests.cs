using System.Buffers;
using System.Security.Authentication;
using RingFed.Federation.Identity;
using RingFed.Federation.Transport;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport;

public sealed class TlsLinkTests
{
    [Fact]
    public async Task Two_members_know_each_other_by_name_and_key_over_tls13()
    {
        using TlsBench bench = new();
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();
        await using AuthenticatedStream dialled = (await bench.DialAsync()).Link!;
        await using AuthenticatedStream accepted = (await accepting).Link!;

        Assert.Equal(("bologna", bench.Bologna.Key.Digest), (dialled.PeerSilo, dialled.PeerKey));
        Assert.Equal(("paris", bench.Paris.Key.Digest), (accepted.PeerSilo, accepted.PeerKey));
        Assert.Equal(SslProtocols.Tls13, dialled.Stream.SslProtocol);
        Assert.Equal("", accepted.Stream.TargetHostName);
    }

    [Fact]
    public async Task Frames_sent_right_after_the_admission_arrive_whole_in_both_directions()
    {
        using TlsBench bench = new();
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();
        await using AuthenticatedStream dialled = (await bench.DialAsync()).Link!;
        await using AuthenticatedStream accepted = (await accepting).Link!;
        byte[] chunk = new byte[WireCaps.ChunkBytesMax];
        new Random(1).NextBytes(chunk);

        foreach ((AuthenticatedStream from, AuthenticatedStream to) in new[] { (dialled, accepted), (accepted, dialled) })
        {
            FrameWriter writer = FrameWriter.Over(from.Stream);
            writer.Write(FrameType.Chunk, chunk);
            Task sending = writer.FlushAsync(CancellationToken.None).AsTask();
            Frame? frame = await FrameReader.Over(to.Stream).ReadAsync(CancellationToken.None);
            await sending;
            Assert.Equal(chunk, frame!.Value.Body.ToArray());
        }
    }

    [Fact]
    public async Task A_renewed_certificate_on_the_same_key_is_used_at_the_next_dial()
    {
        using TlsBench bench = new();
        using SiloIdentity renewed = bench.Federation.Enrol("paris", days: 800);
        Assert.Equal(bench.Paris.Key.Digest, renewed.Key.Digest);
        bench.Federation.Clock.Advance(TimeSpan.FromDays(1));
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();

        await using AuthenticatedStream dialled = (await bench.DialAsync(renewed)).Link!;

        await using AuthenticatedStream accepted = (await accepting).Link!;
        Assert.Equal(renewed.NotAfter, new System.Security.Cryptography.X509Certificates.X509Certificate2(
            accepted.Stream.RemoteCertificate!).NotAfter.ToUniversalTime());
    }
}
