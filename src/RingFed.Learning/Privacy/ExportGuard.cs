using RingFed.Learning.Models;

namespace RingFed.Learning.Privacy;

/// <summary>Decides whether a model's parameters may leave the silo.</summary>
public static class ExportGuard
{
    /// <summary>
    /// With differential privacy on, parameters trained on records leave only if a mechanism protected the training.
    /// Networks that see records solely through protected parts are post-processing and pass.
    /// </summary>
    /// <exception cref="ExportRefusedException">Names the first parameter group that is unprotected.</exception>
    public static void Check(ModelLayout layout, bool differentialPrivacy)
    {
        if (!differentialPrivacy)
        {
            return;
        }

        ParameterInfo? bare = layout.Parameters.FirstOrDefault(parameter => parameter.TrainedOn == TrainedOn.Records && parameter.Mechanism is null);
        if (bare is not null)
        {
            throw new ExportRefusedException(
                $"{layout.Model}: '{bare.Name}' ({bare.Role}) was trained on records without a privacy mechanism, and the topology asks for differential privacy. Nothing was exported.");
        }
    }
}

/// <summary>Parameters were about to leave the silo without the protection that the topology demands.</summary>
public sealed class ExportRefusedException(string message) : Exception(message);
