using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Training;
using RingFed.Federation.Masking;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Real daemons that train and show each other nothing but masked numbers.</summary>
[Collection(RealDaemons.Name)]
public sealed class MaskedMeanTests
{
    private const int Rounds = 3;

    [Fact]
    public async Task A_ring_trains_by_masked_means_and_a_silo_that_is_killed_amid_it_ends_with_the_same_parameters()
    {
        await using SmallFederation federation = new(new FederationShape { Silos = 4, Rounds = Rounds, IsModelSmall = true, Exchange = "masked-sum" });
        federation.StartAll();
        DemoSilo killed = federation.Silos[1];
        await federation.UntilAsync(killed, status => status.Training.Losses.Count > 0);
        await federation.KillAsync(killed);
        federation.Start(killed);

        DaemonStatus[] done = await federation.UntilAllAsync(status => status.Session.Closed == status.Session.RoundsTotal - 1);

        Assert.All(done, status => Assert.Equal(MaskingCaps.RoundsFor(1 + Rounds), status.Session.RoundsTotal));
        Assert.All(done, status => Assert.All(status.Session.Recent, record => Assert.Equal(RoundKind.Statistic, record.Kind)));
        Assert.Single(done.Select(status => status.Session.Recent[^1].AggregateDigest).Distinct());
        Assert.All(done, status => Assert.Equal([.. federation.Silos.Select(silo => silo.Id)], status.Training.Fit!.Silos!));
        Assert.Contains("NO ROBUSTNESS", StatusText.Render(done[0]), StringComparison.Ordinal);
        FederationTopology topology = TopologyFile.Load(federation.TopologyFile).Require();
        Assert.Single(federation.Silos.Select(silo => ParametersOf(silo, topology)).Distinct());
    }

    private static string ParametersOf(DemoSilo silo, FederationTopology topology)
    {
        using IGenerativeModel model = SiloModel.Open(new SiloState(Path.Combine(Path.GetDirectoryName(silo.SiloFile)!, "state")), topology).Model;
        float[] values = new float[model.Layout.Count];
        model.ExportParameters(values);
        Assert.True(values.Length > 1000 && Array.TrueForAll(values, float.IsFinite));
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values)));
    }
}
