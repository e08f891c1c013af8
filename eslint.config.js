import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'

const typed = {
  languageOptions: {
    parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.vue'] }
  }
}

export default defineConfig(
  globalIgnores(['node_modules', 'out', 'coverage', 'artifacts', 'test-results', '.cache', 'resources', '**/*.planisphere']),
  {
    files: ['**/*.{ts,vue}'],
    extends: [tseslint.configs.recommended, tseslint.configs.strict],
    ...typed,
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
      // A class with only a constructor or only static members does not occur; void as a union member says "nothing".
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off'
    }
  },
  {
    files: ['**/*.vue'],
    extends: [vue.configs['flat/recommended']],
    languageOptions: { parserOptions: { parser: tseslint.parser, projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.vue'] } },
    rules: {
      // Layout of templates is the author's; names have a prefix only in src-renderer/ui.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      'vue/component-definition-name-casing': ['error', 'PascalCase'],
      'vue/no-v-html': 'error',
      'vue/no-mutating-props': 'error'
    }
  },
  {
    files: ['**/*.{ts,vue,mjs,js,cjs}'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      eqeqeq: ['error', 'always'],
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.property.name='openExternal'][callee.object.name='shell']", message: 'Links leave the application through openExternalLink (src-main/app/security/external-links.ts).' },
        { selector: 'TSEnumDeclaration', message: 'The engine runs from source: only TypeScript that can be erased.' }
      ]
    }
  },
  { files: ['src-main/app/security/external-links.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['src-renderer/**/*.{ts,vue}'],
    rules: { 'no-restricted-globals': ['error', { name: 'process', message: 'The page has no Node.' }, { name: 'Buffer', message: 'The page has no Node.' }, { name: 'require', message: 'The page has no Node.' }] }
  },
  { files: ['tests/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } }
)
