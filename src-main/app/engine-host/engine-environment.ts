/**
 * What of the shell's environment the engine gets: places, language, and the GPU's and thread settings. Everything else
 * (tokens, NODE_OPTIONS, LD_PRELOAD) stays behind.
 */
const allowed = new Set([
  'PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TMP', 'TEMP',
  'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR',
  'SYSTEMROOT', 'WINDIR', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA', 'COMSPEC', 'PATHEXT', 'NUMBER_OF_PROCESSORS',
  'LD_LIBRARY_PATH', 'VK_DRIVER_FILES', 'VK_ICD_FILENAMES', 'CUDA_VISIBLE_DEVICES', 'CUDA_HOME', 'CUDA_PATH', 'NVIDIA_VISIBLE_DEVICES', 'NVIDIA_DRIVER_CAPABILITIES',
  'OMP_NUM_THREADS', 'UV_THREADPOOL_SIZE', 'PLANISPHERE_PROVIDER', 'PLANISPHERE_LOG'
])

export function engineEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && (allowed.has(name.toUpperCase()) || name.startsWith('LC_'))) kept[name] = value
  }
  return kept
}
