/** Secrets and personal files stay out of version control from the first commit on. */
export const gitignore = `.env*
!.env.example
*.local.yml
node_modules
.DS_Store
`;
