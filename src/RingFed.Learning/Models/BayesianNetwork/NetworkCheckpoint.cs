using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models.BayesianNetwork.Personal;
using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// A network in a file. Trees lie one after another: <c>trees.branches</c> [branches, 4] (unit or -1, low, high, index of the
/// branch's node's tree), <c>trees.sides</c> (a byte a token of each split) and <c>trees.shares</c> (a number a value of each branch).
/// Shares and rates are kept, and with the smoothing that the topology names they invert to the ring's exact counts, cells
/// of a single carrier included: the file is to be guarded as the sums themselves are, which every member of the ring saw.
/// </summary>
internal static class NetworkCheckpoint
{
    private const string ModelKey = "model";
    private const string EncoderKey = "encoderDigest";
    private const string PersonalKey = "personal";
    private const string OrderName = "order";
    private const string BranchesName = "trees.branches";
    private const string SidesName = "trees.sides";
    private const string SharesName = "trees.shares";
    private const int BranchFields = 4;

    private static readonly string[] Flags = ["censoring", "event"];

    /// <param name="network">Null before it is fitted.</param>
    /// <param name="isPersonal">Whether its numbers are those of a site (<see cref="SiteNetwork"/>).</param>
    public static SafetensorsFile Write(FittedNetwork? network, byte[] encoderDigest, bool isPersonal, CheckpointAddition? addition)
    {
        SortedDictionary<string, string> metadata = new()
        {
            [ModelKey] = BayesianNetworkModel.Name,
            [EncoderKey] = Convert.ToHexStringLower(encoderDigest),
        };
        if (isPersonal)
        {
            metadata.Add(PersonalKey, "true");
        }

        foreach ((string key, string text) in addition?.Metadata ?? new Dictionary<string, string>())
        {
            metadata.Add(key, text);
        }

        return new SafetensorsFile([.. network is null ? [] : Entries(network), .. addition?.Entries ?? []], metadata);
    }

    /// <returns>Null where the file was written before anything was fitted.</returns>
    /// <exception cref="InvalidDataException">The file is of another model, encoder or layout.</exception>
    public static FittedNetwork? Read(SafetensorsFile file, NetworkShape shape, bool isPersonal)
    {
        Require(file.Metadata.GetValueOrDefault(ModelKey) == BayesianNetworkModel.Name, $"it is not a {BayesianNetworkModel.Name} checkpoint");
        Require(file.Metadata.GetValueOrDefault(EncoderKey) == Convert.ToHexStringLower(shape.Layout.Encoder.Digest), "it belongs to another fitted encoder");
        Require(file.Metadata.ContainsKey(PersonalKey) == isPersonal, isPersonal ? "it holds the ring's network, not the site's own (`personal: true`)" : "it holds a site's own network (`personal: true`), not the ring's");
        return ReadNetwork(file, shape);
    }

    /// <summary>The network alone, whatever else the file holds.</summary>
    /// <returns>Null where the file was written before anything was fitted.</returns>
    /// <exception cref="InvalidDataException">The file is of another layout.</exception>
    public static FittedNetwork? ReadNetwork(SafetensorsFile file, NetworkShape shape)
    {
        if (file.Entries.All(entry => entry.Name != OrderName))
        {
            return null;
        }

        int[] order = [.. file.Read<long>(OrderName, shape.Covariates.Count).ToArray().Select(unit => (int)unit)];
        Require(order.Order().SequenceEqual(shape.Covariates), "its order is not one of the schema's columns");
        return new FittedNetwork(shape, order, ReadTrees(file, shape, order), [.. shape.Endpoints.Select(unit => ReadEndpoint(file, shape, unit))]);
    }

    /// <summary>The network as it lies in a file.</summary>
    public static IEnumerable<SafetensorsEntry> Entries(FittedNetwork network)
    {
        List<long> branches = [];
        List<byte> sides = [];
        List<double> shares = [];
        for (int tree = 0; tree < network.Trees.Length; tree++)
        {
            foreach (ShareTree.Branch branch in network.Trees[tree].Branches)
            {
                branches.AddRange([branch.Unit, branch.LowBranch, branch.HighBranch, tree]);
                sides.AddRange(branch.High.Select(high => (byte)(high ? 1 : 0)));
                shares.AddRange(branch.Shares);
            }
        }

        yield return SafetensorsEntry.Of<long>(OrderName, [.. network.Order.Select(unit => (long)unit)], network.Order.Length);
        yield return SafetensorsEntry.Of<long>(BranchesName, [.. branches], branches.Count / BranchFields, BranchFields);
        yield return SafetensorsEntry.Of<byte>(SidesName, [.. sides], sides.Count);
        yield return SafetensorsEntry.Of<double>(SharesName, [.. shares], shares.Count);
        foreach (EndpointModel endpoint in network.Endpoints)
        {
            yield return SafetensorsEntry.Of<double>(PartName(network.Shape, endpoint.Unit, "places"), endpoint.Places, endpoint.Places.Length);
            for (int flag = 0; flag < 2; flag++)
            {
                SurvivalHead head = endpoint.Head(flag);
                yield return SafetensorsEntry.Of<double>(PartName(network.Shape, endpoint.Unit, Flags[flag] + ".rates"), head.Rates, head.Rates.Length);
                yield return SafetensorsEntry.Of<double>(PartName(network.Shape, endpoint.Unit, Flags[flag] + ".effects"), head.Effects, head.Effects.Length);
            }
        }
    }

    private static ShareTree[] ReadTrees(SafetensorsFile file, NetworkShape shape, int[] order)
    {
        long[] branches = file.Read<long>(BranchesName, Length(file, BranchesName), BranchFields).ToArray();
        ReadOnlySpan<byte> sides = file.Read<byte>(SidesName, Length(file, SidesName));
        ReadOnlySpan<double> shares = file.Read<double>(SharesName, Length(file, SharesName));
        ShareTree[] trees = [.. shape.Steps.Select(_ => new ShareTree())];
        for (int start = 0; start < branches.Length; start += BranchFields)
        {
            (long unit, long low, long high, long tree) = (branches[start], branches[start + 1], branches[start + 2], branches[start + 3]);
            Require(tree >= 0 && tree < trees.Length, "a branch belongs to no tree");
            NetworkNode node = shape.Steps[(int)tree].Node;
            int tokens = unit < 0 ? 0 : Tokens(shape, order, node, unit);
            Require(shares.Length >= node.Values && sides.Length >= tokens, "its trees are cut short");
            int branch = trees[tree].Add(Shares(shares[..node.Values]));
            if (unit >= 0)
            {
                Require(low > branch && high > branch && low != high, "a branch leads back");
                trees[tree].Split(branch, (int)unit, [.. sides[..tokens].ToArray().Select(side => side != 0)], (int)low, (int)high);
            }

            shares = shares[node.Values..];
            sides = sides[tokens..];
        }

        Require(shares.Length == 0 && sides.Length == 0, "it holds more than its trees");
        Require(trees.All(tree => tree.Branches.Count > 0 && tree.Branches.All(branch => Math.Max(branch.LowBranch, branch.HighBranch) < tree.Branches.Count)), "a tree lacks a branch");
        return trees;
    }

    private static long Length(SafetensorsFile file, string name) =>
        file.Entries.FirstOrDefault(entry => entry.Name == name)?.Shape.FirstOrDefault() ?? throw new InvalidDataException($"The file has no tensor '{name}'.");

    /// <summary>Tokens of a parent, which must come before the node.</summary>
    private static int Tokens(NetworkShape shape, int[] order, NetworkNode node, long parent)
    {
        int place = Array.IndexOf(order, (int)parent);
        Require(place >= 0 && place < Array.IndexOf(order, node.Unit), "a parent does not come before its child");
        return shape.Layout.Units[(int)parent].Count;
    }

    private static double[] Shares(ReadOnlySpan<double> shares)
    {
        double[] copy = shares.ToArray();
        Require(AreShares(copy), "shares of a branch do not sum to 1");
        return copy;
    }

    private static EndpointModel ReadEndpoint(SafetensorsFile file, NetworkShape shape, int unit)
    {
        EndpointTokens endpoint = (EndpointTokens)shape.Layout.Units[unit];
        SurvivalHead[] heads = [.. Flags.Select(flag => new SurvivalHead(
            file.Read<double>(PartName(shape, unit, flag + ".rates"), endpoint.TimeBins).ToArray(),
            file.Read<double>(PartName(shape, unit, flag + ".effects"), shape.Layout.Tokens).ToArray()))];
        Require(heads.All(head => head.Rates.All(rate => rate >= 0 && double.IsFinite(rate)) && head.Effects.All(double.IsFinite)), "a survival head holds no number");
        double[] places = file.Read<double>(PartName(shape, unit, "places"), endpoint.ValueTokens * PlaceCounts.Cells).ToArray();
        Require(places.Chunk(PlaceCounts.Cells).All(AreShares), "places within a time bin do not sum to 1");
        return new EndpointModel(unit, heads[0], heads[1], places);
    }

    private static string PartName(NetworkShape shape, int unit, string part) => $"endpoint.{shape.Layout.Units[unit].Name}.{part}";

    private static bool AreShares(double[] shares) => shares.All(share => share is >= 0 and <= 1) && Math.Abs(shares.Sum() - 1) < 1e-6;

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new InvalidDataException($"The checkpoint cannot be used: {fault}.");
        }
    }
}
