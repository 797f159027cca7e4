using RingFed.Learning.Models.Parameters;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>What CTGAN exchanges: the generator's parameters, their moving average, then the critic's.</summary>
internal static class CtganLayout
{
    /// <param name="mechanism">Of the critic's gradients; null for none.</param>
    /// <param name="seesRecordsOtherwise">Training-by-sampling shows the generator which tokens the silo's records carry.</param>
    public static ModelLayout Of(CtganNetworks networks, string? mechanism, bool seesRecordsOtherwise)
    {
        // The generator is post-processing only where all it learns of the records comes through a protected critic.
        TrainedOn generator = mechanism is null || seesRecordsOtherwise ? TrainedOn.Records : TrainedOn.PostProcessing;
        return new ModelLayout(CtganModel.Name,
        [
            .. networks.Generator.Parameters.Specs.Select(spec => Describe(spec, "generator", generator, null)),
            .. networks.Average.Parameters.Specs.Select(spec => Describe(spec, "generator", generator, null)),
            .. networks.Critic.Parameters.Specs.Select(spec => Describe(spec, "critic", TrainedOn.Records, mechanism)),
        ]);
    }

    private static ParameterInfo Describe(ParameterSpec spec, string role, TrainedOn trainedOn, string? mechanism) =>
        new(spec.Name, spec.Shape, role, trainedOn, mechanism);
}
