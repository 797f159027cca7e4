using System.Globalization;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>Names of the sums: silos with another encoder ask for another name and are refused.</summary>
internal sealed class SumNames(FittedEncoder encoder)
{
    private readonly string _encoder = Convert.ToHexStringLower(encoder.Digest.AsSpan(0, 8));

    public string Of(string part) => $"{BayesianNetworkModel.Name}-1/{part}/{_encoder}";

    public string Of(string part, int number) => Of(string.Create(CultureInfo.InvariantCulture, $"{part}-{number}"));
}
