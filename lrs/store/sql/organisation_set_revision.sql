UPDATE meta SET value = CAST($revision AS VARCHAR) WHERE key = 'organisation'
