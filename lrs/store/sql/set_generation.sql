UPDATE meta SET value = CAST($generation AS VARCHAR) WHERE key = 'generation'
